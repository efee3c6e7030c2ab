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
        // References, as a span's checks and slices would be a third of what the first prediction waits for here: the compilation.
        ref int words = ref Unsafe.As<float, int>(ref MemoryMarshal.GetReference(values));
        var exponent = Vector256.Create(Exponent);
        int index = 0;
        while (index + 8 <= values.Length && !Vector256.EqualsAny(Vector256.LoadUnsafe(ref words, (nuint)index) & exponent, exponent))
            index += 8;
        for (; index < values.Length; index++)
            if ((Unsafe.Add(ref words, index) & Exponent) == Exponent)
                return index;
        return -1;
    }
}
