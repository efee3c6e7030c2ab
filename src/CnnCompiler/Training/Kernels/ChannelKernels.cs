using System.Numerics;
using System.Runtime.CompilerServices;

namespace CnnCompiler.Training.Kernels;

/// <summary>
/// What batch normalisation does to rows of channels. Sums run over the rows from top to bottom in float64, each channel by itself: the same bits
/// whatever the width of a vector.
/// </summary>
internal static class ChannelKernels
{
    /// <summary>y = (x - mean) * scale + shift, for each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(ReadOnlySpan<float> x, ReadOnlySpan<float> mean, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> y)
    {
        int channels = mean.Length;
        for (int start = 0; start < x.Length; start += channels)
        {
            var from = x.Slice(start, channels);
            var to = y.Slice(start, channels);
            int channel = 0;
            for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
            {
                var centred = new Vector<float>(from[channel..]) - new Vector<float>(mean[channel..]);
                (centred * new Vector<float>(scale[channel..]) + new Vector<float>(shift[channel..])).CopyTo(to[channel..]);
            }
            for (; channel < channels; channel++)
                to[channel] = (from[channel] - mean[channel]) * scale[channel] + shift[channel];
        }
    }

    /// <summary>dx = factor * (dy - shift - (x - mean) * scale), for each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NormalizeGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> mean, ReadOnlySpan<float> factor, ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift, Span<float> dx)
    {
        int channels = mean.Length;
        for (int start = 0; start < x.Length; start += channels)
        {
            var from = x.Slice(start, channels);
            var gradient = dy.Slice(start, channels);
            var to = dx.Slice(start, channels);
            int channel = 0;
            for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
            {
                var centred = new Vector<float>(from[channel..]) - new Vector<float>(mean[channel..]);
                var rest = new Vector<float>(gradient[channel..]) - new Vector<float>(shift[channel..]) - centred * new Vector<float>(scale[channel..]);
                (new Vector<float>(factor[channel..]) * rest).CopyTo(to[channel..]);
            }
            for (; channel < channels; channel++)
                to[channel] = factor[channel] * (gradient[channel] - shift[channel] - (from[channel] - mean[channel]) * scale[channel]);
        }
    }

    /// <summary>sums += every row of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddValues(ReadOnlySpan<float> x, Span<double> sums)
    {
        int channels = sums.Length, channel = 0;
        for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
        {
            var (low, high) = (new Vector<double>(sums[channel..]), new Vector<double>(sums[(channel + Vector<double>.Count)..]));
            for (int place = channel; place < x.Length; place += channels)
            {
                Vector.Widen(new Vector<float>(x[place..]), out var first, out var second);
                low += first;
                high += second;
            }
            low.CopyTo(sums[channel..]);
            high.CopyTo(sums[(channel + Vector<double>.Count)..]);
        }
        for (; channel < channels; channel++)
            for (int place = channel; place < x.Length; place += channels)
                sums[channel] += x[place];
    }

    /// <summary>sums += (x - mean)^2 of every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSquares(ReadOnlySpan<float> x, ReadOnlySpan<double> mean, Span<double> sums)
    {
        int channels = sums.Length, channel = 0;
        for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
        {
            int other = channel + Vector<double>.Count;
            var (low, high) = (new Vector<double>(sums[channel..]), new Vector<double>(sums[other..]));
            var (lowMean, highMean) = (new Vector<double>(mean[channel..]), new Vector<double>(mean[other..]));
            for (int place = channel; place < x.Length; place += channels)
            {
                Vector.Widen(new Vector<float>(x[place..]), out var first, out var second);
                first -= lowMean;
                second -= highMean;
                low += first * first;
                high += second * second;
            }
            low.CopyTo(sums[channel..]);
            high.CopyTo(sums[other..]);
        }
        for (; channel < channels; channel++)
            for (int place = channel; place < x.Length; place += channels)
            {
                double difference = x[place] - mean[channel];
                sums[channel] += difference * difference;
            }
    }

    /// <summary>sums += dy and products += dy * ((x - mean) * inverse), of every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradients(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> mean, ReadOnlySpan<float> inverse, Span<double> sums, Span<double> products)
    {
        int channels = sums.Length, channel = 0;
        for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
        {
            int other = channel + Vector<double>.Count;
            var (lowSum, highSum) = (new Vector<double>(sums[channel..]), new Vector<double>(sums[other..]));
            var (lowProduct, highProduct) = (new Vector<double>(products[channel..]), new Vector<double>(products[other..]));
            var (means, inverses) = (new Vector<float>(mean[channel..]), new Vector<float>(inverse[channel..]));
            for (int place = channel; place < x.Length; place += channels)
            {
                var gradient = new Vector<float>(dy[place..]);
                Vector.Widen(gradient, out var first, out var second);
                lowSum += first;
                highSum += second;
                Vector.Widen(gradient * ((new Vector<float>(x[place..]) - means) * inverses), out first, out second);
                lowProduct += first;
                highProduct += second;
            }
            lowSum.CopyTo(sums[channel..]);
            highSum.CopyTo(sums[other..]);
            lowProduct.CopyTo(products[channel..]);
            highProduct.CopyTo(products[other..]);
        }
        for (; channel < channels; channel++)
            for (int place = channel; place < x.Length; place += channels)
            {
                sums[channel] += dy[place];
                products[channel] += dy[place] * ((x[place] - mean[channel]) * inverse[channel]);
            }
    }
}
