using System.Globalization;
using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>Writes what computes one row of a depthwise convolution: every channel's window by itself, channels as lanes.</summary>
/// <param name="code">Where to write.</param>
/// <param name="op">The convolution.</param>
/// <param name="input">The map it reads, without a border.</param>
/// <param name="height">Rows of the result.</param>
/// <param name="width">Pixels of each row.</param>
internal sealed class DepthwiseRow(CodeWriter code, Convolution op, TensorLayout input, int height, int width)
{
    private readonly DepthwiseTiles _tiles = DepthwiseTiles.Of(op.Columns, input.Width, width);

    private int Lanes => Planning.Lanes.Pad(input.Channels);

    private int BlockLanes => Math.Min(16, Lanes);

    private int BlockLength => op.Rows.Kernel * op.Columns.Kernel * BlockLanes;

    /// <summary>Packs the kernel and the bias.</summary>
    /// <param name="site">The node's place; its packing is used.</param>
    /// <param name="kernel">The variable that holds the kernel.</param>
    /// <param name="bias">The variable that holds the bias, or null.</param>
    /// <returns>Where the kernel begins, and where the bias; -1 where there is none.</returns>
    public (int Kernel, int Bias) Pack(KernelSite site, string kernel, string? bias) => (
        site.Packing.Pack(Lanes / BlockLanes * BlockLength, packed =>
            $"WeightPacking.LanewiseLanes({kernel}, {packed}, filters: {Literal(input.Channels)}, channels: 1, " +
            $"rows: {Literal(op.Rows.Kernel)}, columns: {Literal(op.Columns.Kernel)}, lanes: {Literal(BlockLanes)});"),
        bias is null ? -1 : site.Packing.Pack(Lanes, packed => $"WeightPacking.Lanes({bias}, {packed});"));

    /// <summary>Writes the loop over the channels of a row.</summary>
    /// <param name="weights">Where kernel and bias begin.</param>
    /// <param name="y">The text of the row's number; empty where there is one row.</param>
    /// <param name="target">The text of a reference to the first pixel's value of channel <c>lane</c>.</param>
    /// <param name="pixelStride">From one pixel of the result to the next.</param>
    public void Write((int Kernel, int Bias) weights, string y, string target, int pixelStride)
    {
        var (first, end) = TapBounds(y);
        if (first.Statement.Length > 0)
            code.Line(first.Statement);
        if (end.Statement.Length > 0)
            code.Line(end.Statement);
        using (code.Block($"for (int lane = 0; lane < {Literal(Lanes)}; lane += V.Count)"))
        {
            string skipped = first.Text == "0" ? "" : Scaled(first.Text, op.Columns.Kernel * BlockLanes);
            code.Line($"ref float kernel = {At("weights", Join(Lanes > 16 ? $"lane / 16 * {Literal(BlockLength)} + lane % 16" : "lane", weights.Kernel == 0 ? "" : Literal(weights.Kernel), skipped))};");
            if (weights.Bias >= 0)
                code.Line($"var bias = V.Load({At("weights", $"lane + {Literal(weights.Bias)}")});");
            code.Line($"ref float row = {At("source", Join("lane", InputRow(y, first.Text)))};");
            code.Line($"ref float result = {target};");
            foreach (var tile in _tiles.Edges)
                using (_tiles.Edges.Count == 1 && _tiles.Middle is null ? default : code.Block())
                    WriteTile(weights.Bias >= 0, first.Text, end.Text, tile.Pixels, tile.First, "", pixelStride);
            if (_tiles.Middle is { } middle)
                using (middle.Loop(code, "x"))
                    WriteTile(weights.Bias >= 0, first.Text, end.Text, middle.Tile, _tiles.FirstMiddle, middle.Count == 1 ? "" : "x", pixelStride);
        }
    }

    /// <summary>The rows of taps that lie inside the map, as texts: constants where they are the same for every row.</summary>
    private ((string Statement, string Text) First, (string Statement, string Text) End) TapBounds(string y)
    {
        var rows = op.Rows;
        int last = (height - 1) * rows.Stride;
        string start = y.Length == 0 ? "0" : Scaled(y, rows.Stride);
        var first = rows.PadBefore == 0 ? ("", "0")
            : height == 1 ? ("", Literal(Steps(rows.PadBefore)))
            : ($"int firstTap = {Steps($"Math.Max({Literal(rows.PadBefore)} - {start}, 0)")};", "firstTap");
        int room = input.Height + rows.PadBefore;
        var end = last + rows.Extent <= room ? ("", Literal(rows.Kernel))
            : height == 1 ? ("", Literal(Math.Min(rows.Kernel, Steps(room))))
            : ($"int endTap = Math.Min({Steps($"{Literal(room)} - {start}")}, {Literal(rows.Kernel)});", "endTap");
        return (first, end);
    }

    private int Steps(int rows) => (rows + op.Rows.Dilation - 1) / op.Rows.Dilation;

    private string Steps(string rows) => op.Rows.Dilation == 1 ? rows : $"({rows} + {Literal(op.Rows.Dilation - 1)}) / {Literal(op.Rows.Dilation)}";

    /// <summary>The offset of the input row that the first tap of an output row lies on.</summary>
    private string InputRow(string y, string firstTap)
    {
        if (y.Length == 0)
            return int.Parse(firstTap, CultureInfo.InvariantCulture) * op.Rows.Dilation - op.Rows.PadBefore is var constant and not 0 ? Literal(constant * input.RowStride) : "";
        return op.Rows.PadBefore == 0
            ? Scaled(y, op.Rows.Stride * input.RowStride)
            : $"({Scaled(y, op.Rows.Stride)} + {Scaled(firstTap, op.Rows.Dilation)} - {Literal(op.Rows.PadBefore)}) * {Literal(input.RowStride)}";
    }

    private void WriteTile(bool hasBias, string firstTap, string endTap, int pixels, int firstPixel, string x, int pixelStride)
    {
        int firstColumn = firstPixel * op.Columns.Stride - op.Columns.PadBefore;
        // A tile at the left edge has windows that begin before the row; a reference must not.
        int origin = Math.Max(firstColumn, 0);
        string across = x.Length == 0 ? "" : Scaled(x, op.Columns.Stride * input.PixelStride);
        code.Line($"ref float line = {At("row", Join(across, origin == 0 ? "" : Literal(origin * input.PixelStride)))};");
        code.Line("ref float tap = ref kernel;");
        for (int pixel = 0; pixel < pixels; pixel++)
            code.Line($"var a{Literal(pixel)} = {(hasBias ? "bias" : "V.Zero")};");
        bool oneTap = op.Rows.Kernel == 1;
        using (oneTap ? code.Loop("ky", 1) : code.Block($"for (int ky = {firstTap}; ky < {endTap}; ky++)"))
        {
            WriteTaps(pixels, firstColumn, origin, x.Length > 0);
            if (!oneTap)
            {
                code.Line($"line = ref Unsafe.Add(ref line, {Literal(op.Rows.Dilation * input.RowStride)});");
                code.Line($"tap = ref Unsafe.Add(ref tap, {Literal(op.Columns.Kernel * BlockLanes)});");
            }
        }
        code.Line($"ref float pixel = {At("result", Join(x.Length == 0 ? "" : Scaled(x, pixelStride), firstPixel == 0 ? "" : Literal(firstPixel * pixelStride)))};");
        for (int pixel = 0; pixel < pixels; pixel++)
            code.Line($"V.Store({ActivationCode.Apply(op.Activation, "a" + Literal(pixel))}, {At("pixel", pixel * pixelStride)});");
    }

    /// <summary>One row of taps: every input value is read once and multiplied into all pixels whose windows hold it.</summary>
    private void WriteTaps(int pixels, int firstColumn, int origin, bool isInside)
    {
        var uses = (
            from column in Enumerable.Range(0, (pixels - 1) * op.Columns.Stride + op.Columns.Extent)
            where isInside || (firstColumn + column >= 0 && firstColumn + column < input.Width)
            from pixel in Enumerable.Range(0, pixels)
            let distance = column - pixel * op.Columns.Stride
            where distance >= 0 && distance % op.Columns.Dilation == 0 && distance / op.Columns.Dilation < op.Columns.Kernel
            select (Column: column, Pixel: pixel, Tap: distance / op.Columns.Dilation)).ToLookup(use => use.Column);
        foreach (int tap in uses.SelectMany(column => column).Select(use => use.Tap).Distinct().OrderBy(tap => tap))
            code.Line($"var k{Literal(tap)} = V.Load({At("tap", tap * BlockLanes)});");
        foreach (var column in uses)
        {
            string value = $"v{Literal(column.Key)}";
            code.Line($"var {value} = V.Load({At("line", (firstColumn + column.Key - origin) * input.PixelStride)});");
            foreach (var (_, pixel, tap) in column)
                code.Line($"a{Literal(pixel)} = V.MultiplyAdd({value}, k{Literal(tap)}, a{Literal(pixel)});");
        }
    }

    private static string Join(params string[] terms) => string.Join(" + ", terms.Where(term => term.Length > 0));
}
