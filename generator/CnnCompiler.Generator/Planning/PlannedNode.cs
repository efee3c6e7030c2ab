using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Kernels;

namespace CnnCompiler.Generator.Planning;

/// <summary>A node with the kernel that computes it and the places of what it reads and writes.</summary>
/// <param name="Node">The node.</param>
/// <param name="Strategy">What writes its kernel.</param>
/// <param name="Inputs">The places of its operands; channels-last kernels pack their constants themselves, so theirs are left out.</param>
/// <param name="Outputs">The places of its outputs.</param>
/// <param name="TemporaryOffset">Where in scratch memory the kernel's own temporary values lie, or -1 where it has none.</param>
internal sealed record PlannedNode(Node Node, KernelStrategy Strategy, IReadOnlyList<Place> Inputs, IReadOnlyList<Place> Outputs, int TemporaryOffset)
{
    /// <summary>Whether the kernel's caller writes the zeros around its output; where several kernels fill one map, the first one's does.</summary>
    public bool ClearsBorder { get; init; } = true;

    public Place Output => Outputs[0];
}
