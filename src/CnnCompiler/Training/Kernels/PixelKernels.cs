using System.Numerics;

namespace CnnCompiler.Training.Kernels;

/// <summary>Operations on the channels of one pixel, from which average pools are made.</summary>
internal static class PixelKernels
{
    /// <summary>y += x * factor.</summary>
    public static void AddScaled(ReadOnlySpan<float> x, float factor, Span<float> y)
    {
        var scale = new Vector<float>(factor);
        int index = 0;
        for (; index <= x.Length - Vector<float>.Count; index += Vector<float>.Count)
            (new Vector<float>(y[index..]) + new Vector<float>(x[index..]) * scale).CopyTo(y[index..]);
        for (; index < x.Length; index++)
            y[index] += x[index] * factor;
    }
}
