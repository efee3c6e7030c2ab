using System.Numerics;
using System.Runtime.CompilerServices;

namespace CnnCompiler.Training.Kernels;

/// <summary>Functions applied to every value by itself. No fused instructions: the same bits on every machine.</summary>
internal static class Elementwise
{
    /// <summary>y = x where x is above 0, otherwise slope * x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rectify(ReadOnlySpan<float> x, float slope, Span<float> y)
    {
        var factor = new Vector<float>(slope);
        int index = 0;
        for (; index <= x.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var value = new Vector<float>(x[index..]);
            Vector.ConditionalSelect(Vector.GreaterThan(value, Vector<float>.Zero), value, value * factor).CopyTo(y[index..]);
        }
        for (; index < x.Length; index++)
            y[index] = x[index] > 0 ? x[index] : slope * x[index];
    }

    /// <summary>dx = dy where x is above 0, otherwise slope * dy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RectifyGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, float slope, Span<float> dx)
    {
        var factor = new Vector<float>(slope);
        int index = 0;
        for (; index <= x.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var gradient = new Vector<float>(dy[index..]);
            var positive = Vector.GreaterThan(new Vector<float>(x[index..]), Vector<float>.Zero);
            Vector.ConditionalSelect(positive, gradient, gradient * factor).CopyTo(dx[index..]);
        }
        for (; index < x.Length; index++)
            dx[index] = x[index] > 0 ? dy[index] : slope * dy[index];
    }

    /// <summary>y = x * factor, for as many values as x has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> factor, Span<float> y)
    {
        int index = 0;
        for (; index <= x.Length - Vector<float>.Count; index += Vector<float>.Count)
            (new Vector<float>(x[index..]) * new Vector<float>(factor[index..])).CopyTo(y[index..]);
        for (; index < x.Length; index++)
            y[index] = x[index] * factor[index];
    }

    /// <summary>y += x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> x, Span<float> y)
    {
        int index = 0;
        for (; index <= x.Length - Vector<float>.Count; index += Vector<float>.Count)
            (new Vector<float>(y[index..]) + new Vector<float>(x[index..])).CopyTo(y[index..]);
        for (; index < x.Length; index++)
            y[index] += x[index];
    }

    /// <summary>Every value's bits, as a whole number, decide: 0 below the limit, otherwise the given value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Threshold(Span<float> bits, uint limit, float otherwise)
    {
        var (limits, values) = (new Vector<uint>(limit), new Vector<float>(otherwise));
        int index = 0;
        for (; index <= bits.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var below = Vector.LessThan(Vector.AsVectorUInt32(new Vector<float>(bits[index..])), limits);
            Vector.ConditionalSelect(Vector.AsVectorSingle(below), Vector<float>.Zero, values).CopyTo(bits[index..]);
        }
        for (; index < bits.Length; index++)
            bits[index] = BitConverter.SingleToUInt32Bits(bits[index]) < limit ? 0 : otherwise;
    }

    /// <summary>y = 1 / (1 + exp(-x)).</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int index = 0; index < x.Length; index++)
            y[index] = 1 / (1 + MathF.Exp(-x[index]));
    }

    /// <summary>dx = dy * y * (1 - y).</summary>
    public static void SigmoidGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        for (int index = 0; index < y.Length; index++)
            dx[index] = dy[index] * y[index] * (1 - y[index]);
    }

    /// <summary>y = tanh(x).</summary>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int index = 0; index < x.Length; index++)
            y[index] = MathF.Tanh(x[index]);
    }

    /// <summary>dx = dy * (1 - y * y).</summary>
    public static void TanhGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        for (int index = 0; index < y.Length; index++)
            dx[index] = dy[index] * (1 - y[index] * y[index]);
    }
}
