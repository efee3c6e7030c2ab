using CnnCompiler.Generator.Graph;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the class that computes the output of every layer, inside the user's class.</summary>
internal static class FeatureMapMembers
{
    private const string Inference = "global::CnnCompiler.Inference.";
    private const string Spans = "global::System.";

    public static void Write(CodeWriter code, FeatureMapSource maps)
    {
        var model = maps.Model;
        string net = $"global::CnnCompiler.Generated.{model.Net}";
        code.Line("/// <summary>Computes the output of every layer of one input at a time. An object keeps the maps of its last input; one thread uses it at a time.</summary>");
        using (code.Block($"public sealed class FeatureMaps : {Inference}IFeatureMaps"))
        {
            code.Line($"private readonly {Inference}PackedWeights _weights;");
            code.Line($"private readonly {Inference}Workspace _workspace = new({Literal(model.ScratchBytes)});");
            code.Line($"private readonly {Inference}Tensor[] _maps =");
            code.Line("[");
            using (code.Indent())
                foreach (var output in model.Description.Outputs)
                    code.Line($"new(new({string.Join(", ", new[] { Literal(output.Name), $"{Inference}TensorElementType.{output.Element}" }.Concat(output.Shape.Select(Literal)))})),");
            code.Line("];");
            code.Line();
            code.Line("/// <summary>Makes room for the maps; computes with the weights that the class was built with.</summary>");
            code.Line("/// <exception cref=\"global::System.InvalidOperationException\">The class was built without its weight file.</exception>");
            using (code.Block($"public FeatureMaps() : this({net}.BuiltIn)"))
            {
            }
            code.Line();
            code.Line($"private FeatureMaps({Inference}PackedWeights weights) => _weights = weights;");
            code.Line();
            code.Line("/// <inheritdoc/>");
            code.Line($"public global::System.ReadOnlySpan<{Inference}Tensor> All => _maps;");
            for (int index = 0; index < maps.Properties.Count; index++)
            {
                code.Line();
                code.Line($"/// <summary>{Xml(maps.Names[index])}: {model.Description.Outputs[index].Element.CSharpName()}, {Shape(model.Description.Outputs[index])}.</summary>");
                code.Line($"public {Inference}Tensor {maps.Properties[index]} => _maps[{Literal(index)}];");
            }
            code.Line();
            code.Line("/// <inheritdoc/>");
            code.Line($"public {Inference}Tensor this[string name] => {Inference}FeatureMapSearch.Find(_maps, name);");
            code.Line();
            WriteLoad(code, model);
            code.Line();
            WritePredict(code, model, net);
            if (model.Description.Bytes is not null && model.Plan.Image is not null)
            {
                code.Line();
                WritePredictBytes(code, model, net);
            }
            code.Line();
            WriteRun(code, model);
        }
    }

    private static void WriteLoad(CodeWriter code, ModelSource model)
    {
        code.Line("/// <summary>Makes room for the maps; computes with the weights of another file of the same net.</summary>");
        code.Line("/// <param name=\"stream\">The file, read to its end and left open.</param>");
        code.Line("/// <exception cref=\"global::CnnCompiler.Weights.WeightException\">The file does not fit the net.</exception>");
        code.Line($"public static FeatureMaps Load(global::System.IO.Stream stream) => new({model.LoadedWeights});");
    }

    private static void WritePredict(CodeWriter code, ModelSource model, string net)
    {
        code.Line("/// <summary>Computes the maps of an input.</summary>");
        for (int index = 0; index < model.InputNames.Count; index++)
            code.Line($"/// <param name=\"{model.InputNames[index]}\">Exactly {Literal(model.Description.Inputs[index].Length)} values: {Shape(model.Description.Inputs[index])}.</param>");
        code.Line($"public void Predict({string.Join(", ", Signature.Inputs(model, Spans))}) =>");
        using (code.Indent())
            code.Line($"{net}.Predict({string.Join(", ", model.InputNames.Concat(Outputs(model)))}, _workspace, _weights);");
    }

    private static void WritePredictBytes(CodeWriter code, ModelSource model, string net)
    {
        code.Line("/// <summary>Computes the maps of an image in bytes, which mean what they mean to the model's own Predict.</summary>");
        code.Line("/// <param name=\"pixels\">The rows of the image.</param>");
        code.Line("/// <param name=\"rowStride\">Bytes from the start of one row to the start of the next.</param>");
        code.Line($"public void Predict({Spans}ReadOnlySpan<byte> pixels, int rowStride) =>");
        using (code.Indent())
            code.Line($"{net}.Predict(pixels, rowStride, {string.Join(", ", Outputs(model))}, _workspace, _weights);");
    }

    private static void WriteRun(CodeWriter code, ModelSource model)
    {
        code.Line("/// <inheritdoc/>");
        using (code.Block($"public void Run(global::System.ReadOnlySpan<{Inference}Tensor> inputs)"))
        {
            code.Line($"{Inference}ModelGuard.Check(inputs, Info.Inputs, nameof(inputs));");
            code.Line($"Predict({string.Join(", ", model.Description.Inputs.Select((input, index) => $"inputs[{Literal(index)}].Values<{input.Element.CSharpName()}>()"))});");
        }
    }

    private static IEnumerable<string> Outputs(ModelSource model) =>
        model.Description.Outputs.Select((output, index) => $"_maps[{Literal(index)}].Values<{output.Element.CSharpName()}>()");

    private static string Shape(TensorDescription tensor) => tensor.Shape.Count == 0 ? "a scalar" : string.Join(" x ", tensor.Shape.Select(Literal));

    /// <summary>A name in a documentation comment, which must be sound XML on one line: what is not plain text is a question mark.</summary>
    private static string Xml(string name) =>
        new string([.. name.Select(c => c is < ' ' or > '~' ? '?' : c)]).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
