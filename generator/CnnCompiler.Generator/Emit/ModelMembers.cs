using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the members that the user's class gets.</summary>
internal static class ModelMembers
{
    private const string Inference = "global::CnnCompiler.Inference.";
    private const string Spans = "global::System.";

    public static void Write(CodeWriter code, ModelSource model, WeightSections sections)
    {
        var scopes = new Stack<CodeWriter.Scope>();
        foreach (string container in model.Target.ContainingTypes)
            scopes.Push(code.Block(container));
        using (code.Block($"{model.Target.Header} : {Inference}{(model.IsFloatToFloat ? "IFloatModel" : "IModel")}<{model.Target.Name}>"))
        {
            WriteSizes(code, model);
            code.Line();
            WriteInfo(code, model, sections);
            WriteArchitecture(code, model);
            WritePredict(code, model, isStatic: true);
            code.Line();
            if (model.IsFloatToFloat)
            {
                BatchMembers.Write(code, model, isStatic: true);
                code.Line();
            }
            WriteRun(code, model);
            code.Line();
            WriteLoad(code, model);
            code.Line();
            WriteLoaded(code, model);
            if (model.FeatureMaps is { } maps)
            {
                code.Line();
                FeatureMapMembers.Write(code, maps);
            }
        }
        foreach (var scope in scopes)
            scope.Dispose();
    }

    private static void WriteSizes(CodeWriter code, ModelSource model)
    {
        if (model.IsFloatToFloat)
        {
            code.Line("/// <inheritdoc/>");
            code.Line($"public static int InputLength => {Literal(model.Description.Inputs[0].Length)};");
            code.Line();
            code.Line("/// <inheritdoc/>");
            code.Line($"public static int OutputLength => {Literal(model.Description.Outputs[0].Length)};");
            code.Line();
        }
        code.Line("/// <inheritdoc/>");
        code.Line($"public static int ScratchBytes => {Literal(model.ScratchBytes)};");
    }

    private static void WriteInfo(CodeWriter code, ModelSource model, WeightSections sections)
    {
        code.Line("/// <inheritdoc/>");
        code.Line($"public static {Inference}ModelInfo Info {{ get; }} = new(");
        using (code.Indent())
        {
            code.Line($"{Literal(model.Target.Name)},");
            code.Line($"[{string.Join(", ", model.Description.Inputs.Select(Tensor))}],");
            code.Line($"[{string.Join(", ", model.Description.Outputs.Select(Tensor))}],");
            code.Line("[");
            using (code.Indent())
            {
                var kernels = KernelsOfLayers(model);
                for (int layer = 0; layer < model.Description.Layers.Count; layer++)
                    code.Line(Layer(model, layer, kernels.TryGetValue(layer, out var planned) ? planned : null) + ",");
            }
            code.Line("])");
        }
        using (code.Block("{", "};"))
        {
            code.Line($"WeightFile = {Literal(model.WeightFile ?? "")},");
            code.Line($"WeightChecksum = {Literal(model.Weights?.Checksum ?? "")},");
            code.Line($"ScratchBytes = {Literal(model.ScratchBytes)},");
            code.Line($"PackedWeightBytes = {Literal(4L * sections.Length)},");
        }
    }

    /// <summary>For each layer that is computed the first kernel that takes part in it.</summary>
    private static Dictionary<int, PlannedNode> KernelsOfLayers(ModelSource model)
    {
        var kernels = new Dictionary<int, PlannedNode>();
        foreach (var planned in model.Plan.Nodes)
            foreach (var source in planned.Node.Sources)
                if (!kernels.ContainsKey(source.Position))
                    kernels.Add(source.Position, planned);
        return kernels;
    }

    private static string Layer(ModelSource model, int position, PlannedNode? planned)
    {
        var layer = model.Description.Layers[position];
        string kernel = planned is null ? "no code"
            : planned.Node.Sources[0].Position == position ? planned.Strategy.Reason(planned.Node)
            : "part of " + planned.Node.Name;
        return $"new({Literal(layer.Name)}, {Literal(layer.Kind)}, {Literal(layer.OutputShape)}, {Literal(layer.Parameters)}, {Literal(layer.MultiplyAdds)}, " +
            $"{Literal(layer.ReceptiveField)}, {Literal(layer.ActivationBytes)}, {Literal(kernel)})";
    }

    private static string Tensor(TensorDescription tensor) =>
        $"new({string.Join(", ", new[] { Literal(tensor.Name), $"{Inference}TensorElementType.{tensor.Element}" }.Concat(tensor.Shape.Select(Literal)))})";

    private static void WriteArchitecture(CodeWriter code, ModelSource model)
    {
        if (model.Description.ArchitectureCode is not { } lines)
            return;
        code.Line();
        code.Line("/// <summary>The net as it was declared, to build a trainable network from.</summary>");
        code.Line("public static global::CnnCompiler.Architecture Architecture { get; } = new(");
        using (code.Indent())
            for (int line = 0; line < lines.Count; line++)
                code.Line(lines[line] + (line + 1 < lines.Count ? "," : ");"));
    }

    private static void WritePredict(CodeWriter code, ModelSource model, bool isStatic)
    {
        string modifiers = isStatic ? "public static" : "public";
        string weights = isStatic ? $"global::CnnCompiler.Generated.{model.Net}.BuiltIn" : "_weights";
        string net = $"global::CnnCompiler.Generated.{model.Net}";
        string[] names = [.. model.InputNames, .. model.OutputNames];
        foreach (bool ownWorkspace in new[] { false, true })
        {
            code.Line();
            if (model.IsFloatToFloat)
                code.Line("/// <inheritdoc/>");
            else
                WriteTensorDocs(code, model, ownWorkspace);
            string[] parameters = [.. Signature.Spans(model, Spans), .. ownWorkspace ? [$"{Inference}Workspace workspace"] : Array.Empty<string>()];
            code.Line($"{modifiers} void Predict({string.Join(", ", parameters)}) =>");
            using (code.Indent())
                code.Line($"{net}.Predict({string.Join(", ", names)}, {(ownWorkspace ? "workspace" : net + ".ThreadWorkspace")}, {weights});");
        }
        if (model.Description.Bytes is null || model.Plan.Image is not { } image)
            return;
        foreach (bool ownWorkspace in new[] { false, true })
        {
            code.Line();
            code.Line($"/// <summary>Computes the output of an image in bytes, {Literal(image.Layout.Height)} x {Literal(image.Layout.Width)} x {Literal(image.Layout.Channels)} (height x width x channels).</summary>");
            code.Line("/// <param name=\"pixels\">The rows of the image. Each byte b of channel c stands for (b * Scale - Mean[c]) / StandardDeviation[c], as the class declares.</param>");
            code.Line("/// <param name=\"rowStride\">Bytes from the start of one row to the start of the next.</param>");
            for (int index = 0; index < model.OutputNames.Count; index++)
                code.Line($"/// <param name=\"{model.OutputNames[index]}\">At least {Literal(model.Description.Outputs[index].Length)} values, written from the start.</param>");
            if (ownWorkspace)
                code.Line("/// <param name=\"workspace\">At least ScratchBytes of memory that no other call uses at the same time.</param>");
            string[] parameters = [.. Signature.Outputs(model, Spans), .. ownWorkspace ? [$"{Inference}Workspace workspace"] : Array.Empty<string>()];
            code.Line($"{modifiers} void Predict({Spans}ReadOnlySpan<byte> pixels, int rowStride, {string.Join(", ", parameters)}) =>");
            using (code.Indent())
                code.Line($"{net}.Predict(pixels, rowStride, {string.Join(", ", model.OutputNames)}, {(ownWorkspace ? "workspace" : net + ".ThreadWorkspace")}, {weights});");
        }
    }

    private static void WriteTensorDocs(CodeWriter code, ModelSource model, bool ownWorkspace)
    {
        code.Line("/// <summary>Computes the outputs of the inputs.</summary>");
        for (int index = 0; index < model.InputNames.Count; index++)
            code.Line($"/// <param name=\"{model.InputNames[index]}\">Exactly {Literal(model.Description.Inputs[index].Length)} values: {Shape(model.Description.Inputs[index])}.</param>");
        for (int index = 0; index < model.OutputNames.Count; index++)
            code.Line($"/// <param name=\"{model.OutputNames[index]}\">At least {Literal(model.Description.Outputs[index].Length)} values: {Shape(model.Description.Outputs[index])}.</param>");
        if (ownWorkspace)
            code.Line("/// <param name=\"workspace\">At least ScratchBytes of memory that no other call uses at the same time.</param>");
    }

    private static string Shape(TensorDescription tensor) => tensor.Shape.Count == 0 ? "a scalar" : string.Join(" x ", tensor.Shape.Select(Literal));

    private static void WriteRun(CodeWriter code, ModelSource model)
    {
        code.Line("/// <inheritdoc/>");
        using (code.Block($"public static void Run(global::System.ReadOnlySpan<{Inference}Tensor> inputs, global::System.ReadOnlySpan<{Inference}Tensor> outputs)"))
        {
            code.Line($"{Inference}ModelGuard.Check(inputs, Info.Inputs, nameof(inputs));");
            code.Line($"{Inference}ModelGuard.Check(outputs, Info.Outputs, nameof(outputs));");
            var values = model.Description.Inputs.Select((tensor, index) => Values("inputs", tensor, index)).Concat(model.Description.Outputs.Select((tensor, index) => Values("outputs", tensor, index)));
            code.Line($"Predict({string.Join(", ", values)});");
        }

        static string Values(string list, TensorDescription tensor, int index) => $"{list}[{Literal(index)}].Values<{tensor.Element.CSharpName()}>()";
    }

    private static void WriteLoad(CodeWriter code, ModelSource model)
    {
        code.Line("/// <summary>Reads other weights of the same architecture, for example those that a program has just trained.</summary>");
        string kind = model.WeightFile?.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) == true ? "An ONNX model" : "A safetensors file";
        code.Line($"/// <param name=\"stream\">{kind}, read from its current position to its end.</param>");
        code.Line("/// <returns>The compiled net with those weights. Any number of threads may use it at once.</returns>");
        code.Line($"/// <exception cref=\"global::CnnCompiler.Weights.WeightException\">The file is broken or does not hold this net's tensors{(model.HoldsQuantised ? ", or is not the one that was compiled: its weights are quantised" : "")}.</exception>");
        code.Line($"public static Loaded Load(global::System.IO.Stream stream) => new({model.LoadedWeights});");
    }

    private static void WriteLoaded(CodeWriter code, ModelSource model)
    {
        code.Line("/// <summary>The compiled net with weights that were loaded at run time.</summary>");
        using (code.Block($"public sealed class Loaded{(model.IsFloatToFloat ? $" : {Inference}IPredictor" : "")}"))
        {
            code.Line($"private readonly {Inference}PackedWeights _weights;");
            code.Line();
            code.Line($"internal Loaded({Inference}PackedWeights weights) => _weights = weights;");
            if (model.IsFloatToFloat)
            {
                code.Line();
                code.Line("/// <inheritdoc/>");
                code.Line($"public int InputLength => {Literal(model.Description.Inputs[0].Length)};");
                code.Line();
                code.Line("/// <inheritdoc/>");
                code.Line($"public int OutputLength => {Literal(model.Description.Outputs[0].Length)};");
            }
            WritePredict(code, model, isStatic: false);
            if (model.IsFloatToFloat)
            {
                code.Line();
                BatchMembers.Write(code, model, isStatic: false);
            }
        }
    }
}
