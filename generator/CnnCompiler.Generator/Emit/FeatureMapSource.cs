using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Kernels;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Emit;

/// <summary>The model once more, with every layer's output as an output: what the members and helpers for feature maps are written from.</summary>
/// <param name="Model">The model with these outputs.</param>
/// <param name="Names">What each map is called.</param>
/// <param name="Properties">The names as C# has them, each once.</param>
/// <param name="Kernels">The methods of the kernels.</param>
/// <param name="Sections">Where their weights lie.</param>
internal sealed record FeatureMapSource(
    ModelSource Model, IReadOnlyList<string> Names, IReadOnlyList<string> Properties, IReadOnlyList<KernelMethod> Kernels, WeightSections Sections)
{
    /// <summary>Plans and writes the kernels of a graph whose outputs are the maps.</summary>
    /// <param name="model">The model as it is without maps.</param>
    /// <param name="graph">The graph, all passes run.</param>
    /// <param name="maps">Its outputs as the user sees them.</param>
    /// <param name="admits">Which strategies may be chosen; all of them where it is null.</param>
    public static FeatureMapSource Of(ModelSource model, ModelGraph graph, IReadOnlyList<TensorDescription> maps, Func<KernelStrategy, bool>? admits)
    {
        var plan = Planner.Plan(graph, widensBytes: model.Description.Bytes is not null, admits);
        string[] names = MapNames.Unique(maps.Select(map => map.Name));
        var description = model.Description with { Outputs = [.. maps.Select((map, index) => map with { Name = names[index] })] };
        var source = new ModelSource(model.Target, description, plan, model.WeightFile, model.Weights, model.NeedsWeights) { Part = "Maps" };
        var kernels = KernelMethod.WriteAll(plan.Nodes);
        return new FeatureMapSource(source, names, MapNames.Properties(names), kernels, WeightSections.Of(kernels));
    }
}
