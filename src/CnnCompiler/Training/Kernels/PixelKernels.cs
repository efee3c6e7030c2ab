using System.Numerics;

namespace CnnCompiler.Training.Kernels;

/// <summary>Operations on the channels of one pixel, from which pools are made.</summary>
internal static class PixelKernels
{
    /// <summary>y = max(y, x), and NaN where either is NaN.</summary>
    public static void Max(ReadOnlySpan<float> x, Span<float> y)
    {
        int index = 0;
        for (; index <= x.Length - Vector<float>.Count; index += Vector<float>.Count)
            Vector.Max(new Vector<float>(y[index..]), new Vector<float>(x[index..])).CopyTo(y[index..]);
        for (; index < x.Length; index++)
            y[index] = MathF.Max(y[index], x[index]);
    }

    /// <summary>Hands a maximum's gradient to this input where it is the maximum, and takes it away so that no later equal one gets it too.</summary>
    /// <param name="x">The input.</param>
    /// <param name="y">The maximum of the window.</param>
    /// <param name="remaining">The gradient of the maximum, as far as no input of the window has got it yet.</param>
    /// <param name="dx">The input's gradient, added to.</param>
    public static void MaxGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> remaining, Span<float> dx)
    {
        int index = 0;
        for (; index <= x.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var gradient = new Vector<float>(remaining[index..]);
            var chosen = Vector.Equals(new Vector<float>(x[index..]), new Vector<float>(y[index..]));
            (new Vector<float>(dx[index..]) + Vector.ConditionalSelect(chosen, gradient, Vector<float>.Zero)).CopyTo(dx[index..]);
            Vector.ConditionalSelect(chosen, Vector<float>.Zero, gradient).CopyTo(remaining[index..]);
        }
        for (; index < x.Length; index++)
            if (x[index] == y[index])
            {
                dx[index] += remaining[index];
                remaining[index] = 0;
            }
    }

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
