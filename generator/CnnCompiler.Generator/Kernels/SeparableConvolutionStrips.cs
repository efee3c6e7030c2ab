using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>A depthwise convolution and the 1x1 convolution behind it, some rows at a time, so that the rows between the two never leave the near caches.</summary>
internal sealed class SeparableConvolutionStrips : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is SeparableConvolution;

    public override string Reason(Node node)
    {
        var (strips, between) = (Strips(node), Between(node));
        return FormattableString.Invariant($"{strips.Rows} of {between.Height} rows at a time: depthwise into {RowBytes(node) * strips.Rows / 1000.0:0} KB that stay in the near caches, ") +
            FormattableString.Invariant($"then the matrix product of their {strips.Rows * between.Width} pixels x {between.Channels} channels; estimated at ") +
            FormattableString.Invariant($"{100 * strips.Cycles / strips.SeparateCycles:0} % of the time of one after the other");
    }

    public override bool NeedsLanes(Node node) => Lanes.Pad(node.Input.Type.Channels) != node.Input.Type.Channels;

    public override int TemporaryLength(Node node, TensorLayout input) => checked(RowBytes(node) / sizeof(float) * Strips(node).Rows);

    public override int Pieces(Node node, IReadOnlyList<TensorLayout> inputs, TensorLayout output) => TileRange.Over(Between(node).Height, Strips(node).Rows).Count;

    public override void Write(KernelSite site)
    {
        var op = (SeparableConvolution)site.Node.Operator;
        var inputs = site.Node.Inputs;
        var between = Between(site.Node);
        int rows = Strips(site.Node).Rows;
        var strip = new Value("strip", between.WithMap(between.Channels, rows, between.Width));
        var pointwise = site with
        {
            Node = new Node(op.Pointwise, [strip, .. inputs.Skip(op.PointwiseKernel)], site.Node.Outputs, site.Node.Sources),
            Inputs = [TensorLayout.Padded(strip.Type, default)],
            Output = site.Output with { Height = rows },
            IsShared = false,
            Source = "temporary",
            Target = "strip",
        };
        var product = new PointwiseWriter(pointwise, site.Output, Coming(site.Input, op.Depthwise.Rows, between.Height, rows));
        var row = new DepthwiseRow(site.Code, op.Depthwise, site.Input, between.Height, between.Width);
        product.Pack();
        var weights = row.Pack(site, site.Packing.Variable(inputs[1].Weight!), op.HasDepthwiseBias ? site.Packing.Variable(inputs[2].Weight!) : null);

        var strips = TileRange.Over(between.Height, rows);
        using (site.IsShared ? strips.SharedLoop(site.Code, "first") : strips.Loop(site.Code, "first"))
        {
            using (site.Code.Loop("stripRow", rows))
            {
                if (rows > 1)
                    site.Code.Line("int y = first + stripRow;");
                string place = rows == 1 ? "lane" : $"{Scaled("stripRow", pointwise.Input.RowStride)} + lane";
                row.Write(weights, rows == 1 ? "first" : "y", At("temporary", place), pointwise.Input.PixelStride);
            }
            site.Code.Line($"ref float strip = {At("target", Scaled("first", site.Output.RowStride))};");
            product.Write();
        }
    }

    /// <summary>The rows that the next strip reads and this one did not, to be asked for during the matrix product.</summary>
    private static LineFetches? Coming(TensorLayout input, WindowGeometry window, int height, int rows)
    {
        int taken = rows * window.Stride;
        if (rows == height || taken > input.Height || !LineFetches.Pay(input))
            return null;
        string next = Scaled("first", window.Stride, (rows - 1) * window.Stride + window.Extent - window.PadBefore);
        return new LineFetches("source", $"Math.Min({next}, {Literal(input.Height - taken)}) * {Literal(input.RowStride)}", taken * input.RowStride);
    }

    private static TensorType Between(Node node) => ((SeparableConvolution)node.Operator).Between([.. node.Inputs.Select(input => input.Type)]);

    private static SeparableStrips Strips(Node node) => SeparableStrips.Of((SeparableConvolution)node.Operator, node.Input.Type, Between(node), node.Output.Type.Channels);

    private static int RowBytes(Node node) => checked(sizeof(float) * Between(node).Width * Lanes.Pad(node.Input.Type.Channels));
}
