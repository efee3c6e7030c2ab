using CnnCompiler.Generator.Declarations;
using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Kernels;
using CnnCompiler.Generator.Onnx;
using CnnCompiler.Generator.Passes;
using CnnCompiler.Generator.Planning;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator;

/// <summary>The compiler behind the generator's front door: a checked declaration in, C# out.</summary>
internal static class ModelCompiler
{
    /// <summary>Compiles a declared net.</summary>
    /// <param name="architecture">The net.</param>
    /// <param name="target">The class the members go into.</param>
    /// <param name="weightFile">The weight file's name in the declaration, or null where none is given.</param>
    /// <param name="weights">The weight file, checked against the net, or null where there is none: <c>Predict</c> then says how to make it.</param>
    /// <param name="exact">Whether every output must be a sum of the products that define it, of no others.</param>
    /// <param name="featureMaps">Whether to offer the output of every layer as well.</param>
    /// <returns>The text of one C# file.</returns>
    public static string Compile(Architecture architecture, TargetType target, string? weightFile, EmbeddedWeights? weights, bool exact = false, bool featureMaps = false)
    {
        var graph = PassPipeline.Run(DeclarationLowering.Lower(architecture), exact);
        var description = DeclarationDescription.Of(architecture);
        var plan = Planner.Plan(graph, widensBytes: description.Bytes is not null, Admitted(exact));
        var model = new ModelSource(target, description, plan, weightFile, weights, architecture.Parameters.Count > 0);
        return SourceFile.Write(featureMaps ? model with { FeatureMaps = MapsOf() } : model);

        FeatureMapSource MapsOf()
        {
            var maps = PassPipeline.Run(DeclarationLowering.Lower(architecture, everyLayer: true), exact);
            return FeatureMapSource.Of(model, maps, DeclarationDescription.Maps(architecture), Admitted(exact));
        }
    }

    /// <summary>Compiles an imported ONNX model.</summary>
    /// <param name="import">The model, without problems.</param>
    /// <param name="channelsLast">Whether the user gives and gets maps in height x width x channels order instead of the file's.</param>
    /// <param name="image">What bytes of an image mean to the one input; null where it is no image.</param>
    /// <param name="target">The class the members go into.</param>
    /// <param name="file">The embedded file.</param>
    /// <param name="exact">Whether every output must be a sum of the products that define it, of no others.</param>
    /// <param name="featureMaps">Whether to offer the output of every node as well.</param>
    /// <returns>The text of one C# file.</returns>
    public static string Compile(OnnxImport import, bool channelsLast, ByteScaling? image, TargetType target, EmbeddedWeights file, bool exact = false, bool featureMaps = false)
    {
        var graph = PassPipeline.Run(import.Graph! with { Interface = channelsLast ? MemoryOrder.ChannelsLast : MemoryOrder.RowMajor }, exact);
        var plan = Planner.Plan(graph, widensBytes: image is not null, Admitted(exact));
        var stored = StoredTensors.Of(graph);
        var model = new ModelSource(target, OnnxDescription.Of(import, graph, image), plan, file.FileName, file, stored.Count > 0)
        {
            HoldsQuantised = stored.Any(tensor => tensor.StoredAs != ElementType.Float32),
        };
        return SourceFile.Write(featureMaps ? model with { FeatureMaps = MapsOf() } : model);

        FeatureMapSource MapsOf()
        {
            var maps = PassPipeline.Run(import.Graph with { Outputs = [.. import.Maps.Select(map => map.Value)], Interface = graph.Interface }, exact);
            return FeatureMapSource.Of(model, maps, OnnxDescription.Maps(import, maps), Admitted(exact));
        }
    }

    private static Func<KernelStrategy, bool>? Admitted(bool exact) => exact ? strategy => strategy.IsExact : null;
}
