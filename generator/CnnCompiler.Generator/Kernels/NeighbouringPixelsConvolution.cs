using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A convolution of up to four output channels: they fill four lanes, so a vector holds those of one, two or four neighbouring pixels, side by side as
/// they lie in memory. Each input is repeated four times, each tap's weights in all fours of a vector.
/// </summary>
internal sealed class NeighbouringPixelsConvolution : KernelStrategy
{
    private const int Channels = 4;
    private const int WidestVector = 16;

    /// <summary>Registers of AVX2.</summary>
    private const int Registers = 16;

    /// <summary>Sums that hide the four cycles of a multiply-add, two of which begin in each.</summary>
    private const int FewestSums = 8;

    private const int MostSums = 12;

    public override bool Fits(Node node) =>
        node.Operator is Convolution { Groups: 1, PoolsTwoByTwo: false } op && op.Rows.Kernel < FewestSums
        && node.Output.Type is { Channels: <= Channels, Width: >= WidestVector / Channels };

    public override string Reason(Node node)
    {
        int rows = Rows(node);
        return FormattableString.Invariant($"neighbouring pixels: a vector holds the {Channels} output channels of up to {WidestVector / Channels} pixels of a row; ") +
            FormattableString.Invariant($"tile of {rows} {(rows == 1 ? "row" : "rows")}");
    }

    public override Border BorderAround(Node node) => ConvolutionWindow.Border(node);

    public override bool NeedsLanes(Node node) => false;

    public override bool NeedsOwnMap => true;

    public override int VectorLanes(Node node) => WidestVector;

    public override int SourceOffset(Node node, TensorLayout input) => ConvolutionWindow.SourceOffset(node, input);

    public override void Write(KernelSite site)
    {
        var (node, code, input, output) = (site.Node, site.Code, site.Input, site.Output);
        var op = (Convolution)node.Operator;
        int taps = op.Rows.Kernel;
        string kernel = site.Packing.Variable(node.Inputs[1].Weight!);
        site.Packing.Pack(op.Columns.Kernel * input.Channels * taps * WidestVector, packed =>
            $"WeightPacking.RepeatedLanes({kernel}, {packed}, filters: {Literal(output.Channels)}, channels: {Literal(input.Channels)}, " +
            $"rows: {Literal(taps)}, columns: {Literal(op.Columns.Kernel)}, repeats: {Literal(WidestVector / Channels)});");
        int bias = -1;
        if (node.Inputs.Count > 2)
        {
            string summands = site.Packing.Variable(node.Inputs[2].Weight!);
            bias = site.Packing.Pack(WidestVector, packed =>
                $"WeightPacking.RepeatedLanes({summands}, {packed}, filters: {Literal(output.Channels)}, channels: 1, rows: 1, columns: 1, repeats: {Literal(WidestVector / Channels)});");
            code.Line($"var bias = V.Load({At("weights", bias)});");
        }
        var down = TileRange.Over(output.Height, Rows(node));
        int step = op.Columns.Stride * input.PixelStride;
        using (down.Loop(code, "y"))
        using (code.Block($"for (int next = 0; next < {Literal(output.Width)}; next += V.Count / {Literal(Channels)})"))
        {
            code.Line($"int x = Math.Min(next, {Literal(output.Width)} - V.Count / {Literal(Channels)}); // the last pixels of a row overlap those before");
            code.Line($"ref float column = {At("source", Join(down.Offset("y", op.Rows.Stride * input.RowStride), Scaled("x", step)))};");
            code.Line("ref float tap = ref weights;");
            for (int row = 0; row < down.Tile; row++)
                code.Line($"var a{Literal(row)} = {(bias < 0 ? "V.Zero" : "bias")};");
            using (code.Loop("kx", op.Columns.Kernel))
            {
                bool several = input.Channels > 1;
                if (several)
                    code.Line("ref float value = ref column;");
                using (code.Loop("channel", input.Channels))
                {
                    WriteTaps(site, op, several ? "value" : "column", down.Tile, step);
                    if (several)
                        code.Line("value = ref Unsafe.Add(ref value, 1);");
                    if (several || op.Columns.Kernel > 1)
                        code.Line($"tap = ref Unsafe.Add(ref tap, {Literal(taps * WidestVector)});");
                }
                if (op.Columns.Kernel > 1)
                    code.Line($"column = ref Unsafe.Add(ref column, {Literal(op.Columns.Dilation * input.PixelStride)});");
            }
            code.Line($"ref float pixel = {At("target", Join(down.Offset("y", output.RowStride), Scaled("x", output.PixelStride)))};");
            for (int row = 0; row < down.Tile; row++)
                code.Line($"V.Store({ActivationCode.Apply(op.Activation, "a" + Literal(row))}, {At("pixel", row * output.RowStride)});");
        }
    }

    /// <summary>The taps of a kernel column are held in registers, and each input is used for every output row it touches.</summary>
    private static void WriteTaps(KernelSite site, Convolution op, string value, int rows, int step)
    {
        for (int tap = 0; tap < op.Rows.Kernel; tap++)
            site.Code.Line($"var k{Literal(tap)} = V.Load({At("tap", tap * WidestVector)});");
        var uses =
            from row in Enumerable.Range(0, rows)
            from tap in Enumerable.Range(0, op.Rows.Kernel)
            group (row, tap) by row * op.Rows.Stride + tap * op.Rows.Dilation into use
            orderby use.Key
            select use;
        foreach (var use in uses)
        {
            site.Code.Line($"var v{Literal(use.Key)} = V.Spread({At(value, use.Key * site.Input.RowStride)}, {Literal(step)});");
            foreach (var (row, tap) in use.OrderBy(pair => pair.row))
                site.Code.Line($"a{Literal(row)} = V.MultiplyAdd(v{Literal(use.Key)}, k{Literal(tap)}, a{Literal(row)});");
        }
    }

    /// <summary>Rows of a tile: those that take the fewest multiply-adds, waiting for sums and rows computed twice among them.</summary>
    private static int Rows(Node node)
    {
        int height = node.Output.Type.Height;
        int most = Math.Min(MostSums, Registers - 1 - ((Convolution)node.Operator).Rows.Kernel);
        return Enumerable.Range(1, Math.Min(most, height)).OrderBy(rows => (height + rows - 1) / rows * Math.Max(rows, FewestSums)).ThenByDescending(rows => rows).First();
    }

    private static string Join(params string[] terms) => string.Join(" + ", terms.Where(term => term.Length > 0));
}
