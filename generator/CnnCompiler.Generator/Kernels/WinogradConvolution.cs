using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A 3x3 convolution in tiles of 4x4 outputs with 36 products an output channel and input channel instead of 144 (Lavin and Gray, "Fast
/// Algorithms for Convolutional Neural Networks", 2016, F(4x4, 3x3)). Kernels are transformed when weights are loaded. The transforms of inputs
/// and outputs cost the same for any number of channels, so it pays from about 8 channels on either side.
/// </summary>
internal sealed class WinogradConvolution : KernelStrategy
{
    /// <summary>Fewer fill no vector of their own, and the transforms then cost more than the products save.</summary>
    private const int LeastLanes = 8;

    public override bool Fits(Node node) =>
        node.Operator is Convolution { Groups: 1, Rows: { Kernel: 3, Stride: 1, Dilation: 1 }, Columns: { Kernel: 3, Stride: 1, Dilation: 1 } }
        && Lanes.Pad(node.Input.Type.Channels) >= LeastLanes && Lanes.Pad(node.Output.Type.Channels) >= LeastLanes
        && WinogradTiling.Of(node) is { } tiling && tiling.Pays;

    public override bool IsExact => false;

    public override bool AddsMap => true;

    public override string Reason(Node node)
    {
        var tiling = WinogradTiling.Of(node)!;
        return FormattableString.Invariant($"Winograd F(4x4, 3x3): {tiling.Tiles} tiles of 4x4 outputs take 36 products each instead of 144, {tiling.Strip} tiles at a time; ") +
            FormattableString.Invariant($"products in blocks of {tiling.BlockTiles} tiles x {tiling.Vectors} {(tiling.Vectors == 1 ? "vector" : "vectors")}");
    }

    public override Border BorderAround(Node node) => ConvolutionWindow.Border(node);

    public override bool NeedsLanes(Node node) => Lanes.Pad(node.Input.Type.Channels) != node.Input.Type.Channels;

    public override int VectorLanes(Node node) => WinogradTiling.Of(node)!.VectorLanes;

    public override int SourceOffset(Node node, TensorLayout input) => ConvolutionWindow.SourceOffset(node, input);

    public override int TemporaryLength(Node node, TensorLayout input) => WinogradTiling.Of(node)!.TemporaryLength;

    public override int Pieces(Node node, IReadOnlyList<TensorLayout> inputs, TensorLayout output) => WinogradTiling.Of(node)!.Pieces;

    public override void Write(KernelSite site) => new WinogradWriter(site, WinogradTiling.Of(site.Node)!).Write();
}
