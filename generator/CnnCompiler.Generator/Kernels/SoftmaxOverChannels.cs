using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// Softmax along the channels of each pixel. The largest score is subtracted first, so that no exponential overflows. Exponentials and the
/// division work on vectors; the sum is taken value by value in four interleaved parts, which is one order for every vector width.
/// </summary>
internal sealed class SoftmaxOverChannels : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Graph.Operators.Softmax && node.Input.Type.IsMap;

    public override string Reason(Node node) => "exponentials as vectors, their sum in one order for every width";

    public override bool WorksInPlace => true;

    public override void Write(KernelSite site)
    {
        var (code, input, output) = (site.Code, site.Input, site.Output);
        int channels = output.Channels;
        using (code.Loop("y", output.Height))
        using (code.Loop("x", output.Width))
        {
            code.Line($"ref float scores = {At("source", Pixel(input.Height, input.RowStride, input.Width, input.PixelStride))};");
            code.Line($"ref float probabilities = {At("target", Pixel(output.Height, output.RowStride, output.Width, output.PixelStride))};");
            code.Line("float largest = scores;");
            if (channels > 1)
                using (code.Block($"for (int i = 1; i < {Literal(channels)}; i++)"))
                    code.Line("largest = Unsafe.Add(ref scores, i) > largest ? Unsafe.Add(ref scores, i) : largest;");
            using (code.Block($"for (int i = 0; i < {Literal(site.OutputLanes)}; i += V.Count)"))
                code.Line($"V.Store(V.Exp(V.Subtract(V.Load({At("scores", "i")}), V.Broadcast(largest))), {At("probabilities", "i")});");
            code.Line($"float sum = VectorMath.Sum(ref probabilities, {Literal(channels)});");
            using (code.Block($"for (int i = 0; i < {Literal(site.OutputLanes)}; i += V.Count)"))
                code.Line($"V.Store(V.Divide(V.Load({At("probabilities", "i")}), V.Broadcast(sum)), {At("probabilities", "i")});");
        }

        static string Pixel(int height, int rowStride, int width, int pixelStride) =>
            string.Join(" + ", new[] { height == 1 ? "" : Scaled("y", rowStride), width == 1 ? "" : Scaled("x", pixelStride) }.Where(term => term.Length > 0));
    }
}
