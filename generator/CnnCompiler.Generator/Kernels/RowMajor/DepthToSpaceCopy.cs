using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Channels moved into blocks of pixels.</summary>
internal sealed class DepthToSpaceCopy : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is DepthToSpace;

    public override string Reason(Node node) => "a copy in which rows, columns and channels are two axes each";

    public override void Write(KernelSite site)
    {
        var (op, input) = ((DepthToSpace)site.Node.Operator, site.Node.Input.Type);
        int block = op.BlockSize;
        int pixels = input.Height * input.Width;
        int channels = input.Channels / (block * block);
        int place = op.BlocksFirst ? channels * pixels : pixels;
        int channel = op.BlocksFirst ? pixels : block * block * pixels;
        StridedCopy.Gather(
            [input.Shape[0], channels, input.Height, block, input.Width, block],
            [input.Channels * pixels, channel, input.Width, block * place, 1, place]).Write(site.Code);
    }
}
