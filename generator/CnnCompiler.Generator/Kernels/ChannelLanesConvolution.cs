using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A convolution whose output channels are the lanes: each input value is broadcast once and multiplied into every output of a tile that it
/// touches. The loops over kernel columns and input channels stay rolled with constant bounds, because the JIT spills registers when they are
/// unrolled and the input is reused across them; the tile inside is unrolled.
/// </summary>
internal sealed class ChannelLanesConvolution : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Convolution op && (op.Groups == 1 || GroupLanes(node, op) > 0);

    public override bool AddsMap => true;

    public override string Reason(Node node)
    {
        var (op, tile) = ((Convolution)node.Operator, Tile(node));
        string channels = op.Groups == 1
            ? FormattableString.Invariant($"{Lanes.Pad(node.Output.Type.Channels)} output channels")
            : FormattableString.Invariant($"the {FiltersPerGroup(node, op)} output channels of its group, in vectors of at most {GroupLanes(node, op)}");
        return $"channel lanes: every input value is broadcast over {channels}; " +
            $"tile of {Count(tile.Rows, "row")} x {Count(tile.Pixels, "pixel")} x {Count(tile.Vectors, "vector")}";
    }

    public override Border BorderAround(Node node) => ConvolutionWindow.Border(node);

    public override bool NeedsLanes(Node node) => false;

    public override int SourceOffset(Node node, TensorLayout input) => ConvolutionWindow.SourceOffset(node, input);

    /// <summary>Rows of tiles; where two overlap, both write the same bits.</summary>
    public override int Pieces(Node node, IReadOnlyList<TensorLayout> inputs, TensorLayout output) =>
        ChannelLanesWriter.RowsOf((Convolution)node.Operator, node.Input.Type.Height, node.Output.Type.Height, Tile(node)).Count;

    public override void Write(KernelSite site) => new ChannelLanesWriter(site, Tile(site.Node)).Write();

    public override int VectorLanes(Node node) => node.Operator is Convolution { Groups: > 1 } op ? GroupLanes(node, op) : base.VectorLanes(node);

    private static int GroupLanes(Node node, Convolution op) => ChannelGroups.VectorLanes(node.Output.Type.Channels, op.Groups);

    private static int FiltersPerGroup(Node node, Convolution op) => node.Output.Type.Channels / op.Groups;

    private static string Count(int number, string noun) => CSharp.Literal(number) + " " + noun + (number == 1 ? "" : "s");

    private static ConvolutionTile Tile(Node node)
    {
        var op = (Convolution)node.Operator;
        var input = node.Input.Type;
        return ConvolutionTile.Choose(op, op.Rows.OutputLength(input.Height), op.Columns.OutputLength(input.Width), Lanes.Pad(node.Output.Type.Channels));
    }
}
