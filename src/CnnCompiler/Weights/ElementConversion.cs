using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnCompiler.Weights;

/// <summary>Turns the little-endian bytes of a file into float32 values; the bytes need no alignment.</summary>
internal static class ElementConversion
{
    private const int Exponent = 0x7F800000;

    /// <summary>Copies float32 values.</summary>
    internal static void CopyFloat32(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        bytes.CopyTo(MemoryMarshal.AsBytes(values));
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> words = MemoryMarshal.Cast<float, int>(values);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }

    /// <summary>Widens float16 values; every one of them, subnormal or not, is exact in float32.</summary>
    internal static void WidenFloat16(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (int index = 0; index < values.Length; index++)
            values[index] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * index)..]);
    }

    /// <summary>The position of the first NaN or infinity, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<int> words = MemoryMarshal.Cast<float, int>(values);
        Vector256<int> exponent = Vector256.Create(Exponent);
        int index = 0;
        for (; index <= words.Length - Vector256<int>.Count; index += Vector256<int>.Count)
        {
            if (Vector256.EqualsAny(Vector256.Create(words[index..]) & exponent, exponent))
                break;
        }
        for (; index < words.Length; index++)
        {
            if ((words[index] & Exponent) == Exponent)
                return index;
        }
        return -1;
    }
}
