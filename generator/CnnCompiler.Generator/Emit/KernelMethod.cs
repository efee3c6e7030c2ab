using CnnCompiler.Generator.Kernels;
using CnnCompiler.Generator.Planning;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Emit;

/// <summary>A kernel's method, written but not yet placed: its statements and what it packs.</summary>
internal sealed record KernelMethod(PlannedNode Planned, PackingRecipe Packing, IReadOnlyList<string> Statements)
{
    public string Name => Planned.Node.Name;

    public bool HasWeights => Packing.Length > 0;

    public bool HasTemporary => Planned.TemporaryOffset >= 0;

    public static KernelMethod Write(PlannedNode planned)
    {
        var packing = new PackingRecipe();
        var code = new CodeWriter();
        planned.Strategy.Write(new KernelSite(planned.Node, [.. planned.Inputs.Select(place => place.Layout)], planned.Output.Layout, packing, code));
        return new KernelMethod(planned, packing, code.ToString().TrimEnd('\n').Split('\n'));
    }

    /// <summary>The parameters in order.</summary>
    public IReadOnlyList<string> Parameters =>
    [
        "source",
        .. Planned.Inputs.Count > 1 ? ["other"] : Array.Empty<string>(),
        "target",
        .. HasWeights ? ["weights"] : Array.Empty<string>(),
        .. HasTemporary ? ["temporary"] : Array.Empty<string>(),
    ];
}
