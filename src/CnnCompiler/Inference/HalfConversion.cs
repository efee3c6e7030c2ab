using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnCompiler.Inference;

/// <summary>Widens float16 inputs and narrows float16 outputs. Compiled with full optimisation at the first call, as kernels are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HalfConversion
{
    private const int Magnitude = 0x7FFF;
    private const int Infinity = 0x7C00;

    /// <summary>The difference of the two formats' exponent biases, 127 - 15, as a power of two: what the moved bits are too small by.</summary>
    private const float Scale = 5192296858534827628530496329220096f;

    /// <summary>Widens all values; every one of them is exact in float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ReadOnlySpan<Half> source, ref float target)
    {
        var halves = MemoryMarshal.Cast<Half, ushort>(source);
        ref ushort first = ref MemoryMarshal.GetReference(halves);
        int index = 0;
        for (; index <= halves.Length - Vector128<ushort>.Count; index += Vector128<ushort>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref first, (nuint)index));
            Widen(low.AsInt32()).StoreUnsafe(ref target, (nuint)index);
            Widen(high.AsInt32()).StoreUnsafe(ref target, (nuint)(index + Vector128<float>.Count));
        }
        for (; index < source.Length; index++)
            Unsafe.Add(ref target, index) = (float)source[index];
    }

    /// <summary>Narrows as many values as the target has room for, each to the nearest float16, of two equally near ones to the even one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow(ref float source, Span<Half> target)
    {
        for (int index = 0; index < target.Length; index++)
            target[index] = (Half)Unsafe.Add(ref source, index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Widen(Vector128<int> bits)
    {
        var magnitude = bits & Vector128.Create(Magnitude);
        var value = (magnitude << 13).AsSingle() * Scale;
        // Infinity and NaN have the largest exponent in both formats.
        var special = Vector128.GreaterThanOrEqual(magnitude, Vector128.Create(Infinity)) & Vector128.Create(0x7F800000);
        var sign = (bits ^ magnitude) << 16;
        return (value.AsInt32() | special | sign).AsSingle();
    }
}
