using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A convolution in tiles of outputs, for each pair of channels with as many products a tile as it has inputs: 36 instead of 144 for 4x4 outputs
/// of a 3x3 kernel, 64 instead of 400 for those of a 5x5 kernel (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016). Kernels
/// are transformed when weights are loaded. The transforms of inputs and outputs cost the same for any number of channels on the other side, so
/// it pays from about 8 channels on one side and 4 on the other.
/// </summary>
internal sealed class WinogradConvolution : KernelStrategy
{
    public override bool Fits(Node node) => WinogradTiling.Of(node) is not null;

    public override bool IsExact => false;

    public override bool AddsMap => true;

    public override string Reason(Node node)
    {
        var tiling = WinogradTiling.Of(node)!;
        var (rows, columns) = (tiling.Rows, tiling.Columns);
        string form = FormattableString.Invariant($"Winograd F({rows.Outputs}x{columns.Outputs}, {rows.Kernel}x{columns.Kernel}): {tiling.Tiles} tiles of {rows.Outputs}x{columns.Outputs} outputs");
        int direct = rows.Outputs * columns.Outputs * rows.Kernel * columns.Kernel;
        return form + FormattableString.Invariant($" take {tiling.Products} products each instead of {direct}, {tiling.Strip} tiles at a time; ") +
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
