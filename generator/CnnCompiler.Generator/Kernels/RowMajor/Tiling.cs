using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>A tensor repeated along its axes.</summary>
internal sealed class Tiling : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Tile;

    public override string Reason(Node node) => "a copy in which each axis is two: the repeats, which stand still, and the axis itself";

    public override void Write(KernelSite site)
    {
        var (shape, repeats) = (site.Node.Input.Type.Shape, ((Tile)site.Node.Operator).Repeats);
        int[] strides = Strides.Of(shape);
        StridedCopy.Gather(
            [.. shape.SelectMany((length, axis) => new[] { repeats[axis], length })],
            [.. strides.SelectMany(stride => new[] { 0, stride })]).Write(site.Code);
    }
}
