using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Part of a tensor, perhaps with steps or backwards.</summary>
internal sealed class Slicing : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Slice;

    public override string Reason(Node node) => "a copy of what is taken";

    public override void Write(KernelSite site)
    {
        var slice = (Slice)site.Node.Operator;
        int[] strides = Strides.Of(site.Node.Input.Type.Shape);
        var copy = StridedCopy.Gather(slice.Lengths, [.. strides.Select((stride, axis) => stride * slice.Steps[axis])]) with
        {
            SourceOffset = strides.Select((stride, axis) => stride * slice.Starts[axis]).Sum(),
        };
        copy.Write(site.Code);
    }
}
