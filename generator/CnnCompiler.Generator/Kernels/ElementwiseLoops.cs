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
}
