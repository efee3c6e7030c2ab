using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>The loops over the values of maps of one shape, whose borders may differ.</summary>
internal static class ElementwiseLoops
{
    /// <summary>Writes the loops.</summary>
    /// <param name="site">The place to write.</param>
    /// <param name="read">The statement that reads the vectors, given how to point at a map's values.</param>
    /// <param name="result">The text of the vector to store.</param>
    public static void Write(KernelSite site, Func<Func<string, TensorLayout, string>, string> read, string result)
    {
        var output = site.Output;
        if (site.Inputs.Append(output).Any(layout => !layout.FillsPixels))
        {
            WriteSlices(site, read, result);
            return;
        }
        bool oneRun = output.Border.IsEmpty && site.Inputs.All(input => input.Border.IsEmpty);
        int run = (oneRun ? output.Height : 1) * output.Width * output.PixelStride;
        using (site.Code.Loop("y", oneRun ? 1 : output.Height))
        using (site.Code.Block($"for (int i = 0; i < {Literal(run)}; i += V.Count)"))
        {
            site.Code.Line(read(Point));
            site.Code.Line($"V.Store({result}, {Point("target", output)});");
        }

        string Point(string map, TensorLayout layout) => At(map, oneRun || layout.Height == 1 ? "i" : $"{Scaled("y", layout.RowStride)} + i");
    }

    /// <summary>Pixel by pixel, where other channels lie between one pixel's values and the next one's.</summary>
    private static void WriteSlices(KernelSite site, Func<Func<string, TensorLayout, string>, string> read, string result)
    {
        using (site.Code.Loop("y", site.Output.Height))
        using (site.Code.Loop("x", site.Output.Width))
        using (site.Code.Block($"for (int lane = 0; lane < {Literal(site.OutputLanes)}; lane += V.Count)"))
        {
            site.Code.Line(read(Point));
            site.Code.Line($"V.Store({result}, {Point("target", site.Output)});");
        }

        static string Point(string map, TensorLayout layout) => At(map, string.Join(" + ", new[]
        {
            layout.Height == 1 ? "" : Scaled("y", layout.RowStride), layout.Width == 1 ? "" : Scaled("x", layout.PixelStride), "lane",
        }.Where(term => term.Length > 0)));
    }
}
