using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnCompiler.Training.Kernels;

/// <summary>The largest value of a window, channel by channel, and the way of its gradient. Maximum and gradient stay in registers.</summary>
internal static class MaxWindow
{
    /// <summary>y = max over the pixels of x, and NaN where one is NaN.</summary>
    /// <param name="x">The input, from the window's first pixel on.</param>
    /// <param name="pixels">How far the window's pixels lie behind the first; at least one.</param>
    /// <param name="y">Takes the maximum of each channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> x, ReadOnlySpan<int> pixels, Span<float> y)
    {
        CheckReach(x, pixels, y.Length);
        ref float source = ref MemoryMarshal.GetReference(x);
        int channel = 0;
        for (; channel <= y.Length - Vector<float>.Count; channel += Vector<float>.Count)
        {
            ref float first = ref Unsafe.Add(ref source, channel);
            var largest = Vector.LoadUnsafe(ref Unsafe.Add(ref first, pixels[0]));
            for (int pixel = 1; pixel < pixels.Length; pixel++)
                largest = Vector.Max(largest, Vector.LoadUnsafe(ref Unsafe.Add(ref first, pixels[pixel])));
            largest.CopyTo(y[channel..]);
        }
        for (; channel < y.Length; channel++)
        {
            float largest = x[pixels[0] + channel];
            for (int pixel = 1; pixel < pixels.Length; pixel++)
                largest = MathF.Max(largest, x[pixels[pixel] + channel]);
            y[channel] = largest;
        }
    }

    /// <summary>Adds the gradient of each maximum to the first pixel that is the maximum.</summary>
    /// <param name="x">The input, from the window's first pixel on.</param>
    /// <param name="pixels">How far the window's pixels lie behind the first.</param>
    /// <param name="y">The maximum of each channel.</param>
    /// <param name="dy">Its gradient.</param>
    /// <param name="dx">The gradients of the input, from the window's first pixel on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunGradient(ReadOnlySpan<float> x, ReadOnlySpan<int> pixels, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        CheckReach(x, pixels, y.Length);
        CheckReach(dx, pixels, y.Length);
        ref float source = ref MemoryMarshal.GetReference(x);
        ref float target = ref MemoryMarshal.GetReference(dx);
        int channel = 0;
        for (; channel <= y.Length - Vector<float>.Count; channel += Vector<float>.Count)
        {
            var largest = new Vector<float>(y[channel..]);
            var remaining = new Vector<float>(dy[channel..]);
            foreach (int pixel in pixels)
            {
                var chosen = Vector.Equals(Vector.LoadUnsafe(ref Unsafe.Add(ref source, pixel + channel)), largest);
                ref float gradient = ref Unsafe.Add(ref target, pixel + channel);
                (Vector.LoadUnsafe(ref gradient) + Vector.ConditionalSelect(chosen, remaining, Vector<float>.Zero)).StoreUnsafe(ref gradient);
                remaining = Vector.ConditionalSelect(chosen, Vector<float>.Zero, remaining);
            }
        }
        for (; channel < y.Length; channel++)
        {
            int pixel = 0;
            while (pixel < pixels.Length && x[pixels[pixel] + channel] != y[channel])
                pixel++;
            if (pixel < pixels.Length)
                dx[pixels[pixel] + channel] += dy[channel];
        }
    }

    // What the loops read without a check lies before the end of the last pixel.
    private static void CheckReach(ReadOnlySpan<float> values, ReadOnlySpan<int> pixels, int channels) => _ = values[pixels[^1] + channels - 1];
}
