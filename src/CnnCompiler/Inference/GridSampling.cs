using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CnnCompiler.Inference;

/// <summary>How values between pixels are made.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum GridInterpolation
{
    /// <summary>The nearest pixel, of two equally near ones the even one.</summary>
    Nearest,

    /// <summary>Linear along every axis.</summary>
    Linear,

    /// <summary>Cubic convolution along every axis, with the coefficient -0.75 (Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981).</summary>
    Cubic,
}

/// <summary>What lies outside of an image.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum GridPadding
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The nearest pixel of the border.</summary>
    Border,

    /// <summary>The image mirrored at its border.</summary>
    Reflection,
}

/// <summary>Pixels at places that a grid names, which is a model's input: a plain loop that takes any place.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GridSampling
{
    private const double Coefficient = -0.75;

    /// <summary>Samples images.</summary>
    /// <param name="images">Batches x channels x the axes of an image.</param>
    /// <param name="grid">Batches x the axes of the output x a place, its last axis first, from -1 to 1.</param>
    /// <param name="output">Batches x channels x the axes of the output.</param>
    /// <param name="batches">The number of images.</param>
    /// <param name="channels">The channels of an image.</param>
    /// <param name="lengths">The axes of an image, two or three.</param>
    /// <param name="places">The number of places of each image.</param>
    /// <param name="interpolation">How values between pixels are made.</param>
    /// <param name="padding">What lies outside.</param>
    /// <param name="alignsCorners">Whether -1 and 1 are the centres of the outermost pixels, not their outer edges.</param>
    public static void Sample(
        ref float images, ref float grid, ref float output, int batches, int channels, ReadOnlySpan<int> lengths, int places, GridInterpolation interpolation,
        GridPadding padding, bool alignsCorners)
    {
        int rank = lengths.Length;
        int taps = interpolation switch { GridInterpolation.Nearest => 1, GridInterpolation.Linear => 2, _ => 4 };
        int image = 1;
        foreach (int length in lengths)
            image *= length;
        // For each axis its taps: where they are, -1 outside, and what they weigh.
        Span<int> positions = stackalloc int[rank * taps];
        Span<double> weights = stackalloc double[rank * taps];
        for (int batch = 0; batch < batches; batch++)
            for (int place = 0; place < places; place++)
            {
                ref float point = ref Unsafe.Add(ref grid, (batch * places + place) * rank);
                for (int axis = 0; axis < rank; axis++)
                    FindTaps(
                        Unsafe.Add(ref point, rank - 1 - axis), lengths[axis], padding, alignsCorners, positions.Slice(axis * taps, taps), weights.Slice(axis * taps, taps));
                for (int channel = 0; channel < channels; channel++)
                {
                    int plane = batch * channels + channel;
                    Unsafe.Add(ref output, plane * places + place) = (float)Sum(ref Unsafe.Add(ref images, plane * image), lengths, positions, weights, taps, 0, 0);
                }
            }
    }

    private static double Sum(
        ref float plane, ReadOnlySpan<int> lengths, ReadOnlySpan<int> positions, ReadOnlySpan<double> weights, int taps, int axis, int offset)
    {
        if (axis == lengths.Length)
            return Unsafe.Add(ref plane, offset);
        double sum = 0;
        for (int tap = 0; tap < taps; tap++)
            if (positions[axis * taps + tap] is >= 0 and var position)
                sum += weights[axis * taps + tap] * Sum(ref plane, lengths, positions, weights, taps, axis + 1, offset * lengths[axis] + position);
        return sum;
    }

    private static void FindTaps(float at, int length, GridPadding padding, bool alignsCorners, Span<int> positions, Span<double> weights)
    {
        double x = alignsCorners ? (at + 1.0) / 2 * (length - 1) : ((at + 1.0) * length - 1) / 2;
        double least = alignsCorners ? 0 : -0.5;
        double most = alignsCorners ? length - 1 : length - 0.5;
        if (positions.Length == 1)
            x = Math.Round(x, MidpointRounding.ToEven);
        // Cubic interpolation looks outside for each of its taps by itself.
        if (positions.Length < 4 && (x < least || x > most))
            x = padding switch { GridPadding.Border => Math.Clamp(x, 0, length - 1), GridPadding.Reflection => Reflect(x, least, most), _ => x };
        // What is no place is outside, as are places beyond the range of whole numbers.
        if (!(Math.Abs(x) < int.MaxValue / 2))
        {
            positions.Fill(-1);
            return;
        }
        double floor = Math.Floor(x);
        double part = x - floor;
        int first = (int)floor - (positions.Length == 4 ? 1 : 0);
        for (int tap = 0; tap < positions.Length; tap++)
        {
            int position = first + tap;
            positions[tap] = padding switch
            {
                GridPadding.Border => Math.Clamp(position, 0, length - 1),
                GridPadding.Reflection => Math.Clamp((int)Reflect(position, least, most), 0, length - 1),
                _ => (uint)position < (uint)length ? position : -1,
            };
            weights[tap] = positions.Length switch
            {
                1 => 1,
                2 => tap == 0 ? 1 - part : part,
                _ => Cubic(Math.Abs(tap - 1 - part)),
            };
        }
    }

    private static double Cubic(double distance) => distance <= 1
        ? ((Coefficient + 2) * distance - (Coefficient + 3)) * distance * distance + 1
        : ((Coefficient * distance - 5 * Coefficient) * distance + 8 * Coefficient) * distance - 4 * Coefficient;

    /// <summary>A place mirrored at both ends of a range until it is inside.</summary>
    private static double Reflect(double x, double least, double most)
    {
        double range = most - least;
        if (!(range > 0) || !double.IsFinite(x))
            return least;
        double over = x < least ? least - x : x > most ? x - most : -1;
        if (over < 0)
            return x;
        double whole = Math.Floor(over / range);
        double rest = over - whole * range;
        bool fromLeast = x < least == (whole % 2 == 0);
        return fromLeast ? least + rest : most - rest;
    }
}
