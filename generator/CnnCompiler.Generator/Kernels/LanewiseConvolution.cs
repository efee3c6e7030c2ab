using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A depthwise or grouped convolution: each lane is an output channel and reads its own input channel. Where a filter sees one channel and each
/// channel has one filter, the input lies in lanes already; otherwise it is first gathered so that the channels of a group lie one vector apart.
/// </summary>
internal sealed class LanewiseConvolution : KernelStrategy
{
    /// <summary>Pixels of a tile: with their inputs and one vector of weights they fit 16 registers.</summary>
    private const int TilePixels = 6;

    /// <summary>Taps up to which the kernel is unrolled; beyond, its rows are a loop.</summary>
    private const int MostUnrolledTaps = 25;

    public override bool Fits(Node node) => node.Operator is Convolution { PoolsTwoByTwo: false };

    public override bool AddsMap => true;

    public override string Reason(Node node) => IsDepthwise(node)
        ? "lane by lane: each channel has its own filter, channels lie side by side in vectors"
        : FormattableString.Invariant($"lane by lane: {GroupChannels(node)} input channels of each group are gathered under their output channels, which are too few for vectors of their own");

    public override Border BorderAround(Node node) => ConvolutionWindow.Border(node);

    public override bool NeedsLanes(Node node) => IsDepthwise(node);

    public override int SourceOffset(Node node, TensorLayout input) => IsDepthwise(node) ? ConvolutionWindow.SourceOffset(node, input) : 0;

    public override int TemporaryLength(Node node, TensorLayout input) => IsDepthwise(node) ? 0 : Gathered(node, input).MapStride;

    public override void Write(KernelSite site)
    {
        var op = (Convolution)site.Node.Operator;
        int groupChannels = GroupChannels(site.Node);
        var input = site.Input;
        string source = "source";
        if (!IsDepthwise(site.Node))
        {
            input = Gathered(site.Node, site.Input);
            WriteGather(site, op, input, groupChannels);
            site.Code.Line($"ref float gathered = {At("temporary", ConvolutionWindow.SourceOffset(site.Node, input))};");
            source = "gathered";
        }

        int blockLength = op.Rows.Kernel * op.Columns.Kernel * groupChannels * Math.Min(16, site.OutputLanes);
        string kernel = site.Packing.Variable(site.Node.Inputs[1].Weight!);
        site.Packing.Pack(site.OutputLanes / Math.Min(16, site.OutputLanes) * blockLength, packed =>
            $"WeightPacking.LanewiseLanes({kernel}, {packed}, filters: {Literal(site.Output.Channels)}, channels: {Literal(groupChannels)}, " +
            $"rows: {Literal(op.Rows.Kernel)}, columns: {Literal(op.Columns.Kernel)}, lanes: {Literal(Math.Min(16, site.OutputLanes))});");
        int bias = site.PackBias();

        var across = TileRange.Over(site.Output.Width, TilePixels);
        using (site.Code.Block($"for (int lane = 0; lane < {Literal(site.OutputLanes)}; lane += V.Count)"))
        {
            site.Code.Line($"ref float kernel = {At("weights", site.OutputLanes > 16 ? $"lane / 16 * {Literal(blockLength)} + lane % 16" : "lane")};");
            if (bias >= 0)
                site.Code.Line($"var bias = V.Load({At("weights", $"lane + {Literal(bias)}")});");
            using (site.Code.Loop("y", site.Output.Height))
            using (across.Loop(site.Code, "x"))
                WriteTile(site, op, input, source, across, groupChannels, bias >= 0);
        }
    }

    private static void WriteTile(KernelSite site, Convolution op, TensorLayout input, string source, TileRange across, int groupChannels, bool hasBias)
    {
        var code = site.Code;
        string row = site.Output.Height == 1 ? "" : Scaled("y", op.Rows.Stride * input.RowStride);
        code.Line($"ref float row = {At(source, Join("lane", row, across.Offset("x", op.Columns.Stride * input.PixelStride)))};");
        code.Line("ref float tap = ref kernel;");
        for (int pixel = 0; pixel < across.Tile; pixel++)
            code.Line($"var a{Literal(pixel)} = {(hasBias ? "bias" : "V.Zero")};");

        bool unrolled = op.Rows.Kernel * op.Columns.Kernel <= MostUnrolledTaps;
        int rowStep = op.Rows.Dilation * input.RowStride;
        int laneStep = Math.Min(16, site.OutputLanes);
        using (code.Loop("channel", groupChannels))
        {
            if (groupChannels > 1)
                code.Line("ref float group = ref row;");
            string start = groupChannels > 1 ? "group" : "row";
            using (code.Loop("ky", unrolled ? 1 : op.Rows.Kernel))
            {
                for (int ky = 0; ky < (unrolled ? op.Rows.Kernel : 1); ky++)
                    WriteKernelRow(site, op, input, start, across.Tile, ky, rowStep, laneStep);
                if (!unrolled)
                {
                    code.Line($"{start} = ref Unsafe.Add(ref {start}, {Literal(rowStep)});");
                    code.Line($"tap = ref Unsafe.Add(ref tap, {Literal(op.Columns.Kernel * laneStep)});");
                }
            }
            if (groupChannels > 1)
            {
                if (unrolled)
                    code.Line($"tap = ref Unsafe.Add(ref tap, {Literal(op.Rows.Kernel * op.Columns.Kernel * laneStep)});");
                code.Line($"row = ref Unsafe.Add(ref row, {Literal(site.OutputLanes)});");
            }
        }

        code.Line($"ref float pixel = {At("target", Place(site.Output))};");
        site.WriteAddedPlace(Place);
        for (int pixel = 0; pixel < across.Tile; pixel++)
        {
            site.WriteAddition("a" + Literal(pixel), map => pixel * map.PixelStride);
            code.Line($"V.Store({ActivationCode.Apply(op.Activation, "a" + Literal(pixel))}, {At("pixel", pixel * site.Output.PixelStride)});");
        }

        string Place(TensorLayout map) => Join("lane", map.Height == 1 ? "" : Scaled("y", map.RowStride), across.Offset("x", map.PixelStride));
    }

    /// <summary>One row of taps: every input value is read once and multiplied into all pixels whose windows hold it.</summary>
    private static void WriteKernelRow(KernelSite site, Convolution op, TensorLayout input, string start, int pixels, int ky, int rowStep, int laneStep)
    {
        var code = site.Code;
        for (int kx = 0; kx < op.Columns.Kernel; kx++)
            code.Line($"var k{Literal(ky)}_{Literal(kx)} = V.Load({At("tap", (ky * op.Columns.Kernel + kx) * laneStep)});");
        int columns = (pixels - 1) * op.Columns.Stride + op.Columns.Extent;
        for (int column = 0; column < columns; column++)
        {
            var uses = Enumerable.Range(0, pixels)
                .Select(pixel => (Pixel: pixel, Distance: column - pixel * op.Columns.Stride))
                .Where(use => use.Distance >= 0 && use.Distance % op.Columns.Dilation == 0 && use.Distance / op.Columns.Dilation < op.Columns.Kernel)
                .ToArray();
            if (uses.Length == 0)
                continue;
            string value = $"v{Literal(ky)}_{Literal(column)}";
            code.Line($"var {value} = V.Load({At(start, ky * rowStep + column * input.PixelStride)});");
            foreach (var (pixel, distance) in uses)
                code.Line($"a{Literal(pixel)} = V.MultiplyAdd({value}, k{Literal(ky)}_{Literal(distance / op.Columns.Dilation)}, a{Literal(pixel)});");
        }
    }

    /// <summary>Puts under each output channel the input channels of its group: pixel, channel of the group, output channel.</summary>
    private static void WriteGather(KernelSite site, Convolution op, TensorLayout gathered, int groupChannels)
    {
        var (code, input) = (site.Code, site.Input);
        int filters = site.Output.Channels / op.Groups;
        using (code.Block($"for (int pixel = 0; pixel < {Literal(input.MapStride / input.PixelStride)}; pixel++)"))
        using (code.Loop("channel", groupChannels, keep: true))
        {
            code.Line($"ref float lanes = {At("temporary", $"pixel * {Literal(gathered.PixelStride)} + {Scaled("channel", site.OutputLanes)}")};");
            code.Line($"ref float values = {At("source", $"pixel * {Literal(input.PixelStride)} + channel")};");
            using (code.Block($"for (int filter = 0; filter < {Literal(site.Output.Channels)}; filter++)"))
                code.Line($"Unsafe.Add(ref lanes, filter) = Unsafe.Add(ref values, filter / {Literal(filters)} * {Literal(groupChannels)});");
        }
    }

    private static bool IsDepthwise(Node node) => GroupChannels(node) == 1 && node.Output.Type.Channels == node.Input.Type.Channels;

    private static int GroupChannels(Node node) => node.Input.Type.Channels / ((Convolution)node.Operator).Groups;

    private static TensorLayout Gathered(Node node, TensorLayout input) =>
        input with { Channels = GroupChannels(node), PixelStride = checked(GroupChannels(node) * Lanes.Pad(node.Output.Type.Channels)) };

    private static string Join(params string[] terms) => string.Join(" + ", terms.Where(term => term.Length > 0));
}
