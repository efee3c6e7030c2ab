using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>A map at another resolution whose every pixel is one of the input's: all channels of a pixel are copied as vectors.</summary>
internal sealed class NearestResize : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Resize { Mode: ResizeMode.Nearest } && ResizeAxes.Of(node) is not null;

    public override bool FollowsInput => true;

    public override string Reason(Node node) => "every pixel is copied with all its channels, its place comes from tables";

    public override void Write(KernelSite site)
    {
        var axes = ResizeAxes.Of(site.Node)!;
        var (code, input, output) = (site.Code, site.Input, site.Output);
        axes.Write(site, input.PixelStride);
        using (code.Loop("y", output.Height, keep: axes.Rows is not null))
        {
            string row = axes.Rows is not null ? ResizeAxes.Place("row", "y") : output.Height == 1 ? "" : Scaled("y", input.RowStride);
            code.Line($"ref float row = {At("source", row)};");
            code.Line($"ref float result = {At("target", output.Height == 1 ? "" : Scaled("y", output.RowStride))};");
            using (code.Loop("x", output.Width, keep: axes.Columns is not null))
            {
                string column = axes.Columns is not null ? ResizeAxes.Place("column", "x") : output.Width == 1 ? "" : Scaled("x", input.PixelStride);
                code.Line($"ref float pixel = {At("row", column)};");
                string place = output.Width == 1 ? "lane" : Scaled("x", output.PixelStride) + " + lane";
                using (code.Block($"for (int lane = 0; lane < {Literal(site.OutputLanes)}; lane += V.Count)"))
                    code.Line($"V.Store(V.Load({At("pixel", "lane")}), {At("result", place)});");
            }
        }
    }
}
