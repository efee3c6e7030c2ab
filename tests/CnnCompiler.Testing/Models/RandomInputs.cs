using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Oracle;
using CnnCompiler.Oracle.Models;

namespace CnnCompiler.Testing.Models;

/// <summary>Seeded values for the inputs of a model.</summary>
public static class RandomInputs
{
    /// <summary>Values for one input: real ones of about 1 around 0, whole ones from 0 to 1, so that they are indices of almost anything.</summary>
    /// <param name="info">The input.</param>
    /// <param name="seed">The same seed gives the same values everywhere.</param>
    public static TensorData Of(TensorInfo info, int seed)
    {
        var random = new RandomValues((ulong)seed);
        int[] shape = info.Shape.ToArray();
        return new TensorData(info.ElementType, shape, info.ElementType switch
        {
            TensorElementType.Float32 => Bytes<float>(random.Bell(info.Length, 1)),
            TensorElementType.Float64 => Bytes<double>([.. random.Bell(info.Length, 1).Select(value => (double)value)]),
            TensorElementType.Float16 => Bytes<Half>([.. random.Bell(info.Length, 1).Select(value => (Half)value)]),
            TensorElementType.Int64 => Bytes<long>([.. Whole(random, info.Length).Select(value => (long)value)]),
            TensorElementType.Int32 => Bytes<int>([.. Whole(random, info.Length)]),
            TensorElementType.UInt64 => Bytes<ulong>([.. Whole(random, info.Length).Select(value => (ulong)value)]),
            TensorElementType.UInt32 => Bytes<uint>([.. Whole(random, info.Length).Select(value => (uint)value)]),
            TensorElementType.Int16 or TensorElementType.UInt16 => Bytes<short>([.. Whole(random, info.Length).Select(value => (short)value)]),
            TensorElementType.Boolean => [.. Whole(random, info.Length).Select(value => (byte)value)],
            // Bytes are pixels and quantised values: all of them.
            _ => [.. Enumerable.Range(0, info.Length).Select(_ => (byte)random.Integer(0, 255))],
        });
    }

    private static IEnumerable<int> Whole(RandomValues random, int count) => Enumerable.Range(0, count).Select(_ => random.Integer(0, 1));

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
