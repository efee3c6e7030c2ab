using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>The axes in another order.</summary>
internal sealed class Transposition : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Transpose;

    public override string Reason(Node node) => "read in the order in which it is written";

    public override void Write(KernelSite site)
    {
        var permutation = ((Transpose)site.Node.Operator).Permutation;
        int[] strides = Strides.Of(site.Node.Input.Type.Shape);
        StridedCopy.Gather(site.Node.Output.Type.Shape, [.. permutation.Select(axis => strides[axis])]).Write(site.Code);
    }
}
