extern alias runtime;

using System.Runtime.InteropServices;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Oracle.Models;
using TensorElementType = runtime::CnnCompiler.Inference.TensorElementType;

namespace CnnCompiler.Generator.Tests.Kernels;

/// <summary>Tensors for kernel tests.</summary>
internal static class TestTensor
{
    /// <summary>Random numbers from -2 to 2.</summary>
    public static TensorData Floats(int seed, params int[] shape) => Between(-2, 2, seed, shape);

    /// <summary>Random numbers in a range.</summary>
    public static TensorData Between(float low, float high, int seed, params int[] shape)
    {
        var random = new Random(seed);
        return Of([.. Enumerable.Range(0, Length(shape)).Select(_ => low + (high - low) * random.NextSingle())], shape);
    }

    public static TensorData Doubles(int seed, params int[] shape)
    {
        var random = new Random(seed);
        return Make<double>(TensorElementType.Float64, [.. Enumerable.Range(0, Length(shape)).Select(_ => 4 * random.NextDouble() - 2)], shape);
    }

    /// <summary>Random whole numbers from low to below high.</summary>
    public static TensorData Ints(int low, int high, int seed, params int[] shape)
    {
        var random = new Random(seed);
        return Make<int>(TensorElementType.Int32, [.. Enumerable.Range(0, Length(shape)).Select(_ => random.Next(low, high))], shape);
    }

    /// <summary>Random whole numbers from low to below high.</summary>
    public static TensorData Longs(int low, int high, int seed, params int[] shape)
    {
        var random = new Random(seed);
        return Make<long>(TensorElementType.Int64, [.. Enumerable.Range(0, Length(shape)).Select(_ => (long)random.Next(low, high))], shape);
    }

    public static TensorData Booleans(int seed, params int[] shape)
    {
        var random = new Random(seed);
        return new(TensorElementType.Boolean, shape, [.. Enumerable.Range(0, Length(shape)).Select(_ => (byte)random.Next(2))]);
    }

    public static TensorData Of(float[] values, params int[] shape) => Make<float>(TensorElementType.Float32, values, shape);

    /// <summary>Whole numbers in one axis, as axes, pads and shapes are given.</summary>
    public static TensorData List(params long[] values) => Make<long>(TensorElementType.Int64, values, [values.Length]);

    public static TensorData Scalar(long value) => Make<long>(TensorElementType.Int64, [value], []);

    public static TensorData Scalar(float value) => Make<float>(TensorElementType.Float32, [value], []);

    public static TensorType TypeOf(TensorData data) => new(
        data.ElementType switch
        {
            TensorElementType.Float32 => ElementType.Float32,
            TensorElementType.Float64 => ElementType.Float64,
            TensorElementType.Int32 => ElementType.Int32,
            TensorElementType.Int64 => ElementType.Int64,
            TensorElementType.Boolean => ElementType.Boolean,
            TensorElementType.Int8 => ElementType.Int8,
            TensorElementType.UInt8 => ElementType.UInt8,
            TensorElementType.Int16 => ElementType.Int16,
            TensorElementType.UInt16 => ElementType.UInt16,
            TensorElementType.UInt32 => ElementType.UInt32,
            TensorElementType.UInt64 => ElementType.UInt64,
            _ => throw new NotSupportedException($"No kernel works on {data}."),
        },
        [.. data.Shape]);

    private static TensorData Make<T>(TensorElementType type, T[] values, int[] shape)
        where T : unmanaged =>
        new(type, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    private static int Length(int[] shape) => shape.Aggregate(1, (product, axis) => product * axis);
}
