using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnCompiler.Training.Kernels;

/// <summary>Max pooling of outputs that lie window after window: each window's outputs together, the channels of an output together.</summary>
internal static class LargestOfWindow
{
    /// <summary>Finds the first largest of each channel in each window, NaN counting as the largest, and rectifies it.</summary>
    /// <param name="values">windows x size x channels.</param>
    /// <param name="size">Outputs of a window.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="slope">What values below 0 are multiplied with: 1 leaves them, 0 is ReLU.</param>
    /// <param name="largest">Takes windows x channels values.</param>
    /// <param name="chosen">Takes the number of each in its window.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> values, int size, int channels, float slope, Span<float> largest, Span<int> chosen)
    {
        // What the vectors read and write without a check lies within these.
        _ = values[..checked(largest.Length * size)];
        _ = chosen[..largest.Length];
        ref float source = ref MemoryMarshal.GetReference(values);
        ref float result = ref MemoryMarshal.GetReference(largest);
        ref int choice = ref MemoryMarshal.GetReference(chosen);
        var factor = new Vector<float>(slope);
        for (int window = 0, target = 0; target < largest.Length; window += size * channels, target += channels)
        {
            int channel = 0;
            for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
            {
                ref float value = ref Unsafe.Add(ref source, window + channel);
                var best = Vector.LoadUnsafe(ref value);
                var number = Vector<int>.Zero;
                for (int index = 1; index < size; index++)
                {
                    value = ref Unsafe.Add(ref value, channels);
                    var other = Vector.LoadUnsafe(ref value);
                    var better = Vector.GreaterThan(other, best) | ~Vector.Equals(other, other);
                    best = Vector.ConditionalSelect(better, other, best);
                    number = Vector.ConditionalSelect(better, new Vector<int>(index), number);
                }
                var rectified = Vector.ConditionalSelect(Vector.GreaterThan(best, Vector<float>.Zero), best, best * factor);
                rectified.StoreUnsafe(ref Unsafe.Add(ref result, target + channel));
                number.StoreUnsafe(ref Unsafe.Add(ref choice, target + channel));
            }
            for (; channel < channels; channel++)
            {
                float best = values[window + channel];
                int number = 0;
                for (int index = 1; index < size; index++)
                {
                    float value = values[window + index * channels + channel];
                    if (value > best || float.IsNaN(value))
                        (best, number) = (value, index);
                }
                largest[target + channel] = best > 0 ? best : best * slope;
                chosen[target + channel] = number;
            }
        }
    }

    /// <summary>The way back: each window's gradient at the output that was chosen, zero at its others.</summary>
    /// <param name="gradients">windows x channels.</param>
    /// <param name="chosen">The number of each in its window.</param>
    /// <param name="size">Outputs of a window.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="spread">Takes windows x size x channels values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread(ReadOnlySpan<float> gradients, ReadOnlySpan<int> chosen, int size, int channels, Span<float> spread)
    {
        _ = chosen[..gradients.Length];
        _ = spread[..checked(gradients.Length * size)];
        ref float source = ref MemoryMarshal.GetReference(gradients);
        ref int choice = ref MemoryMarshal.GetReference(chosen);
        ref float target = ref MemoryMarshal.GetReference(spread);
        for (int window = 0; window < gradients.Length; window += channels)
        {
            int channel = 0;
            for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
            {
                var gradient = Vector.LoadUnsafe(ref Unsafe.Add(ref source, window + channel));
                var number = Vector.LoadUnsafe(ref Unsafe.Add(ref choice, window + channel));
                ref float place = ref Unsafe.Add(ref target, window * size + channel);
                for (int index = 0; index < size; index++)
                {
                    Vector.ConditionalSelect(Vector.Equals(number, new Vector<int>(index)), gradient, Vector<float>.Zero).StoreUnsafe(ref place);
                    place = ref Unsafe.Add(ref place, channels);
                }
            }
            for (; channel < channels; channel++)
                for (int index = 0; index < size; index++)
                    Unsafe.Add(ref target, window * size + index * channels + channel) = chosen[window + channel] == index ? gradients[window + channel] : 0;
        }
    }
}
