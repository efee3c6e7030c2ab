using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>A reshape in row-major order: the same memory under other axes.</summary>
internal sealed class ReshapeAlias : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Reshape;

    public override string Reason(Node node) => "the same memory under other axes";

    public override bool IsAlias => true;

    public override void Write(KernelSite site) => throw new InvalidOperationException("An alias has no kernel.");
}
