using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The same values in another order of memory; the planner puts these where two kernels, or a kernel and the user, want different ones.</summary>
internal sealed record Convert(MemoryOrder From, MemoryOrder To) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override string Describe() => $"Convert {From} to {To}";
}
