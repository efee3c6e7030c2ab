using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnCompiler.Weights;

/// <summary>Turns the little-endian bytes of a file into float32 values; the bytes need no alignment.</summary>
internal static class ElementConversion
{
    private const uint Exponent = 0x7F800000;
    private const ulong Exponents = 0x7F800000_7F800000;
    private const ulong Step = 0x00800000_00800000;
    private const ulong Carries = 0x80000000_80000000;

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
        // Two values at a time in plain 64-bit words, whose exponents, where they are all ones, carry into the bit above: vectors are no faster for values out
        // of memory, and their types alone would delay a first prediction by a millisecond.
        ref byte bytes = ref Unsafe.As<float, byte>(ref MemoryMarshal.GetReference(values));
        int index = 0;
        ulong carries = 0;
        for (; index <= values.Length - 8 && (carries & Carries) == 0; index += 8)
        {
            ref byte pair = ref Unsafe.Add(ref bytes, (nint)index * sizeof(float));
            carries = (Unsafe.ReadUnaligned<ulong>(ref pair) & Exponents) + Step;
            carries |= (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref pair, 8)) & Exponents) + Step;
            carries |= (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref pair, 16)) & Exponents) + Step;
            carries |= (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref pair, 24)) & Exponents) + Step;
        }
        for (index = Math.Max(0, index - 8); index < values.Length; index++)
            if ((Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, (nint)index * sizeof(float))) & Exponent) == Exponent)
                return index;
        return -1;
    }
}
