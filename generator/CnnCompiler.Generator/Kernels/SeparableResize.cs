using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A map at another resolution by linear or cubic interpolation. Its weights are products of one for the row and one for the column: each output
/// row is first made at the input's width, in memory of its own that stays in the first-level cache, and then its pixels. Lanes are channels.
/// </summary>
internal sealed class SeparableResize : KernelStrategy
{
    /// <summary>Taps up to which they are written out: those of linear and cubic filters.</summary>
    private const int MostUnrolledTaps = 4;

    public override bool Fits(Node node) => node.Operator is Resize { Mode: not ResizeMode.Nearest } && ResizeAxes.Of(node) is not null;

    public override string Reason(Node node) => "rows, then columns; pixels and weights come from tables, channels lie side by side in vectors";

    public override int TemporaryLength(Node node, TensorLayout input) =>
        ResizeAxes.Of(node) is { Rows: not null, Columns: not null } ? checked(input.Width * Lanes.Pad(input.Channels)) : 0;

    public override void Write(KernelSite site)
    {
        var axes = ResizeAxes.Of(site.Node)!;
        var (code, input, output) = (site.Code, site.Input, site.Output);
        axes.Write(site, axes.Rows is null ? input.PixelStride : site.OutputLanes);
        using (code.Loop("y", output.Height, keep: axes.Rows is not null))
        {
            code.Line($"ref float result = {At("target", output.Height == 1 ? "" : Scaled("y", output.RowStride))};");
            if (axes.Columns is null)
            {
                WriteRow(site, axes.Rows!.Taps, "result", output.PixelStride);
                return;
            }
            if (axes.Rows is not null)
                WriteRow(site, axes.Rows.Taps, "temporary", site.OutputLanes);
            else
                code.Line($"ref float row = {At("source", output.Height == 1 ? "" : Scaled("y", input.RowStride))};");
            WriteColumns(site, axes.Columns.Taps, axes.Rows is null ? "row" : "temporary");
        }
    }

    /// <summary>One output row at the input's width.</summary>
    private static void WriteRow(KernelSite site, int taps, string target, int pixelStride)
    {
        var (code, input) = (site.Code, site.Input);
        bool isRun = input.PixelStride == site.OutputLanes && pixelStride == site.OutputLanes;
        bool unrolled = taps <= MostUnrolledTaps;
        if (unrolled)
            for (int tap = 0; tap < taps; tap++)
            {
                string index = Index("y", taps, tap);
                code.Line($"ref float row{Literal(tap)} = {At("source", ResizeAxes.Place("row", index))};");
                code.Line($"var down{Literal(tap)} = V.Broadcast({ResizeAxes.Weight("row", index)});");
            }
        using (code.Loop("x", isRun ? 1 : input.Width))
        using (code.Block($"for (int lane = 0; lane < {Literal(isRun ? input.Width * site.OutputLanes : site.OutputLanes)}; lane += V.Count)"))
        {
            string from = isRun || input.Width == 1 ? "lane" : Scaled("x", input.PixelStride) + " + lane";
            string to = isRun || input.Width == 1 ? "lane" : Scaled("x", pixelStride) + " + lane";
            if (unrolled)
                code.Line($"var sum = {Sum(taps, tap => $"V.Load({At("row" + Literal(tap), from)})", tap => "down" + Literal(tap))};");
            else
            {
                code.Line("var sum = V.Zero;");
                using (code.Block($"for (int tap = y * {Literal(taps)}; tap < (y + 1) * {Literal(taps)}; tap++)"))
                    code.Line($"sum = V.MultiplyAdd(V.Load({At("source", $"{ResizeAxes.Place("row", "tap")} + {from}")}), V.Broadcast({ResizeAxes.Weight("row", "tap")}), sum);");
            }
            code.Line($"V.Store(sum, {At(target, to)});");
        }
    }

    /// <summary>The pixels of one output row.</summary>
    private static void WriteColumns(KernelSite site, int taps, string row)
    {
        var (code, output) = (site.Code, site.Output);
        using (code.Loop("x", output.Width, keep: true))
        {
            bool unrolled = taps <= MostUnrolledTaps;
            if (unrolled)
                for (int tap = 0; tap < taps; tap++)
                {
                    string index = Index("x", taps, tap);
                    code.Line($"ref float pixel{Literal(tap)} = {At(row, ResizeAxes.Place("column", index))};");
                    code.Line($"var across{Literal(tap)} = V.Broadcast({ResizeAxes.Weight("column", index)});");
                }
            using (code.Block($"for (int lane = 0; lane < {Literal(site.OutputLanes)}; lane += V.Count)"))
            {
                if (unrolled)
                    code.Line($"var sum = {Sum(taps, tap => $"V.Load({At("pixel" + Literal(tap), "lane")})", tap => "across" + Literal(tap))};");
                else
                {
                    code.Line("var sum = V.Zero;");
                    using (code.Block($"for (int tap = x * {Literal(taps)}; tap < (x + 1) * {Literal(taps)}; tap++)"))
                        code.Line($"sum = V.MultiplyAdd(V.Load({At(row, $"{ResizeAxes.Place("column", "tap")} + lane")}), V.Broadcast({ResizeAxes.Weight("column", "tap")}), sum);");
                }
                code.Line($"V.Store(sum, {At("result", Scaled("x", output.PixelStride) + " + lane")});");
            }
        }
    }

    private static string Index(string variable, int taps, int tap) => Scaled(variable, taps, tap);

    private static string Sum(int taps, Func<int, string> value, Func<int, string> weight) => Enumerable.Range(1, taps - 1).Aggregate(
        $"V.Multiply({value(0)}, {weight(0)})", (sum, tap) => $"V.MultiplyAdd({value(tap)}, {weight(tap)}, {sum})");
}
