using System.Numerics;
using System.Runtime.CompilerServices;

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
        var factor = new Vector<float>(slope);
        for (int window = 0, target = 0; target < largest.Length; window += size * channels, target += channels)
        {
            int channel = 0;
            for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
            {
                var best = new Vector<float>(values[(window + channel)..]);
                var number = Vector<int>.Zero;
                for (int index = 1; index < size; index++)
                {
                    var value = new Vector<float>(values[(window + index * channels + channel)..]);
                    var better = Vector.GreaterThan(value, best) | ~Vector.Equals(value, value);
                    best = Vector.ConditionalSelect(better, value, best);
                    number = Vector.ConditionalSelect(better, new Vector<int>(index), number);
                }
                Vector.ConditionalSelect(Vector.GreaterThan(best, Vector<float>.Zero), best, best * factor).CopyTo(largest[(target + channel)..]);
                number.CopyTo(chosen[(target + channel)..]);
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
}
