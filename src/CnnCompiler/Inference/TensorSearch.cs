using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace CnnCompiler.Inference;

/// <summary>Places of elements: indices that a model is given, and those of the largest elements.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TensorSearch
{
    /// <summary>The place that an index names; negative indices count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Index(long index, int length)
    {
        long place = index < 0 ? index + length : index;
        if ((ulong)place >= (ulong)length)
            ThrowOutside(index, length);
        return (int)place;
    }

    /// <summary>The largest elements of a line, in order; of equal ones the first comes first. A value that is no number is larger than any.</summary>
    public static void Largest<T>(ref T line, int length, ref T values, ref long indices, int count, int stride)
        where T : struct, INumber<T>
    {
        int found = 0;
        for (int p = 0; p < length; p++)
        {
            T value = Unsafe.Add(ref line, p * stride);
            if (found == count && !IsSmaller(Unsafe.Add(ref values, (found - 1) * stride), value))
                continue;
            int place = found < count ? found++ : count - 1;
            for (; place > 0 && IsSmaller(Unsafe.Add(ref values, (place - 1) * stride), value); place--)
                Shift(ref values, ref indices, place, stride);
            Unsafe.Add(ref values, place * stride) = value;
            Unsafe.Add(ref indices, place * stride) = p;
        }
    }

    /// <summary>The smallest elements of a line, in order; of equal ones the first comes first. A value that is no number is larger than any.</summary>
    public static void Smallest<T>(ref T line, int length, ref T values, ref long indices, int count, int stride)
        where T : struct, INumber<T>
    {
        int found = 0;
        for (int p = 0; p < length; p++)
        {
            T value = Unsafe.Add(ref line, p * stride);
            if (found == count && !IsSmaller(value, Unsafe.Add(ref values, (found - 1) * stride)))
                continue;
            int place = found < count ? found++ : count - 1;
            for (; place > 0 && IsSmaller(value, Unsafe.Add(ref values, (place - 1) * stride)); place--)
                Shift(ref values, ref indices, place, stride);
            Unsafe.Add(ref values, place * stride) = value;
            Unsafe.Add(ref indices, place * stride) = p;
        }
    }

    private static void Shift<T>(ref T values, ref long indices, int place, int stride)
    {
        Unsafe.Add(ref values, place * stride) = Unsafe.Add(ref values, (place - 1) * stride);
        Unsafe.Add(ref indices, place * stride) = Unsafe.Add(ref indices, (place - 1) * stride);
    }

    private static bool IsSmaller<T>(T left, T right)
        where T : struct, INumber<T> =>
        left < right || (T.IsNaN(right) && !T.IsNaN(left));

    private static void ThrowOutside(long index, int length) => throw new ArgumentOutOfRangeException(
        nameof(index), index, FormattableString.Invariant($"An index of the model's input must be from {-length} to {length - 1}."));
}
