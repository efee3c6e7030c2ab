extern alias generator;

using System.Globalization;
using System.Runtime.Loader;
using CnnCompiler.Inference;
using generator::CnnCompiler.Generator;
using generator::CnnCompiler.Generator.Emit;
using generator::CnnCompiler.Generator.Graph;
using generator::CnnCompiler.Generator.Kernels;
using generator::CnnCompiler.Generator.Onnx;
using generator::CnnCompiler.Generator.Passes;
using generator::CnnCompiler.Generator.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnCompiler.Testing.Models;

/// <summary>One layer of a model, compiled by itself with one strategy.</summary>
/// <param name="Layer">What it computes, such as <c>Conv0 + Relu1</c>.</param>
/// <param name="Shapes">From which shape to which.</param>
/// <param name="Strategy">The strategy's name.</param>
/// <param name="IsChosen">Whether the compiler takes this one in the whole model.</param>
/// <param name="MultiplyAdds">What summaries count for the layer.</param>
/// <param name="Predictor">The layer with its weights.</param>
public sealed record LayerVariant(string Layer, string Shapes, string Strategy, bool IsChosen, long MultiplyAdds, IPredictor Predictor);

/// <summary>The layers of a model behind all passes, each compiled as a graph of its own with every strategy that fits it.</summary>
public static class LayerVariants
{
    private const string WeightFile = "model.onnx";

    /// <summary>Compiles the layers of a model.</summary>
    /// <param name="model">The bytes of an ONNX file with one float32 input.</param>
    /// <returns>The layers in their order; of each the chosen strategy first. Nodes of several different operands are left out.</returns>
    public static IReadOnlyList<LayerVariant> Of(byte[] model)
    {
        using var stream = new MemoryStream(model);
        var import = GraphImporter.Import(OnnxReader.Read(stream, WeightFile), new Dictionary<string, int>());
        if (import.Graph is not { } imported)
            throw new ArgumentException($"The model is not compiled: {string.Join(' ', import.Problems.Select(problem => problem.Text))}", nameof(model));
        var graph = PassPipeline.Run(imported with { Interface = MemoryOrder.ChannelsLast });
        var texts = new List<string>();
        var variants = new List<(string Class, Func<IPredictor, LayerVariant> Make)>();
        foreach (var planned in Planner.Plan(graph, widensBytes: false).Nodes)
        {
            var node = planned.Node;
            var operands = node.Inputs.Where(input => !input.IsConstant).Select(input => input.Type).Distinct().ToArray();
            if (node.Outputs.Count != 1 || operands is not [{ IsMap: true, Batch: 1 } operand] || !node.Output.Type.IsMap || planned.Strategy.IsAlias || planned.Strategy is generator::CnnCompiler.Generator.Kernels.Conversion)
                continue;
            long work = node.Sources.Sum(source => import.Layers[source.Position].MultiplyAdds);
            var fitting = KernelCatalog.Strategies.Where(strategy => strategy != planned.Strategy && strategy.Order == planned.Strategy.Order && KernelCatalog.Fits(strategy, node));
            foreach (var strategy in fitting.Prepend(planned.Strategy))
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"Layer{variants.Count}");
                texts.Add(Write(name, node, operand, strategy));
                variants.Add((name, predictor => new LayerVariant(
                    node.Title, $"{operand.Describe()} -> {node.Output.Type.Describe()}", strategy.GetType().Name, strategy == planned.Strategy, work, predictor)));
            }
        }
        var assembly = Compile(texts);
        return [.. variants.Select(variant => variant.Make(new CompiledModel(assembly.GetType(variant.Class, throwOnError: true)!).Load(new MemoryStream(model))))];
    }

    private static string Write(string name, Node node, TensorType operand, KernelStrategy strategy)
    {
        var (input, output) = (new Value("input", operand), new Value("output", node.Output.Type));
        var alone = node with { Inputs = [.. node.Inputs.Select(value => value.IsConstant ? value : input)], Outputs = [output] };
        var graph = new ModelGraph([input], [output], [alone], []);
        var description = new ModelDescription([Describe(input)], [Describe(output)], [], ArchitectureCode: null, Bytes: null);
        var target = new TargetType("", EquatableArray.Of<string>(), $"public sealed partial class {name}", name);
        bool needsWeights = node.Inputs.Any(value => value.IsConstant);
        return SourceFile.Write(new ModelSource(target, description, Planner.Plan(graph, widensBytes: false, only => only == strategy), WeightFile, null, needsWeights));
    }

    private static TensorDescription Describe(Value value) => new(value.Name, value.Type.Element, [value.Type.Length]);

    private static System.Reflection.Assembly Compile(IEnumerable<string> texts)
    {
        var compilation = CSharpCompilation.Create(
            "Layers",
            texts.Select((text, index) => CSharpSyntaxTree.ParseText(
                text, new CSharpParseOptions(LanguageVersion.CSharp14), string.Create(CultureInfo.InvariantCulture, $"Layer{index}.cs"))),
            GeneratorHarness.References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
        image.Position = 0;
        // Code that can be unloaded would be slower.
        return new AssemblyLoadContext("layers").LoadFromStream(image);
    }
}
