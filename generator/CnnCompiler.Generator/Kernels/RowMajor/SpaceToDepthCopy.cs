using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Blocks of pixels moved into channels.</summary>
internal sealed class SpaceToDepthCopy : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is SpaceToDepth;

    public override string Reason(Node node) => "a copy in which rows and columns are two axes each";

    public override void Write(KernelSite site)
    {
        var (block, input) = (((SpaceToDepth)site.Node.Operator).BlockSize, site.Node.Input.Type);
        int pixels = input.Height * input.Width;
        StridedCopy.Gather(
            [input.Shape[0], block, block, input.Channels, input.Height / block, input.Width / block],
            [input.Channels * pixels, input.Width, 1, pixels, block * input.Width, block]).Write(site.Code);
    }
}
