using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnCompiler.Inference;

/// <summary>What becomes of an element that is written to where another stands.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ScatterReduction
{
    /// <summary>It takes the other's place.</summary>
    None,

    /// <summary>The sum.</summary>
    Add,

    /// <summary>The product.</summary>
    Multiply,

    /// <summary>The smaller one.</summary>
    Minimum,

    /// <summary>The larger one.</summary>
    Maximum,
}

/// <summary>Elements and slices at places that indices name. Indices are a model's input and are checked; shapes are the compiler's and are not.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TensorScatter
{
    /// <summary>Copies the data, then writes each update to the place of its own but for the axis, where the index says which.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public static void Elements<T, TIndex>(
        ref T data, ref TIndex indices, ref T updates, ref T output, ReadOnlySpan<int> shape, ReadOnlySpan<int> updateShape, int axis, ScatterReduction reduction)
        where T : struct
        where TIndex : struct, IBinaryInteger<TIndex>
    {
        TensorMemory.Copy(ref data, ref output, Product(shape));
        Span<int> place = stackalloc int[shape.Length];
        place.Clear();
        int count = Product(updateShape);
        for (int update = 0; update < count; update++)
        {
            int target = 0;
            for (int other = 0; other < shape.Length; other++)
                target = target * shape[other] + (other == axis ? TensorSearch.Index(long.CreateTruncating(Unsafe.Add(ref indices, update)), shape[axis]) : place[other]);
            Put(ref Unsafe.Add(ref output, target), Unsafe.Add(ref updates, update), reduction);
            for (int other = shape.Length - 1; other >= 0 && ++place[other] == updateShape[other]; other--)
                place[other] = 0;
        }
    }

    /// <summary>Copies the data, then writes each slice to the place that a tuple of indices names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public static void Slices<T, TIndex>(
        ref T data, ref TIndex indices, ref T updates, ref T output, ReadOnlySpan<int> shape, int tuples, int tupleLength, ScatterReduction reduction)
        where T : struct
        where TIndex : struct, IBinaryInteger<TIndex>
    {
        TensorMemory.Copy(ref data, ref output, Product(shape));
        int run = Product(shape[tupleLength..]);
        for (int tuple = 0; tuple < tuples; tuple++)
        {
            int target = Offset(ref Unsafe.Add(ref indices, tuple * tupleLength), shape[..tupleLength]) * run;
            for (int element = 0; element < run; element++)
                Put(ref Unsafe.Add(ref output, target + element), Unsafe.Add(ref updates, tuple * run + element), reduction);
        }
    }

    /// <summary>Copies the slices that tuples of indices name, those of each batch out of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slice.</exception>
    public static void GatherSlices<T, TIndex>(
        ref T data, ref TIndex indices, ref T output, ReadOnlySpan<int> shape, int batches, int tuples, int tupleLength)
        where TIndex : struct, IBinaryInteger<TIndex>
    {
        int run = Product(shape[tupleLength..]);
        int map = Product(shape);
        for (int batch = 0; batch < batches; batch++)
            for (int tuple = 0; tuple < tuples; tuple++)
            {
                int at = batch * tuples + tuple;
                int source = batch * map + Offset(ref Unsafe.Add(ref indices, at * tupleLength), shape[..tupleLength]) * run;
                TensorMemory.Copy(ref Unsafe.Add(ref data, source), ref Unsafe.Add(ref output, at * run), run);
            }
    }

    /// <summary>Copies sequences, the first elements of each, as many as its length says, in reverse.</summary>
    /// <param name="data">Two outer axes, of times and of batches in one order or the other, and runs of elements.</param>
    /// <param name="lengths">A length for each batch.</param>
    /// <param name="output">The result.</param>
    /// <param name="times">The length of the axis of times.</param>
    /// <param name="batches">The length of the axis of batches.</param>
    /// <param name="run">The elements of a time of a batch.</param>
    /// <param name="timeFirst">Whether the axis of times is the outer one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is larger than the axis or negative.</exception>
    public static void ReverseSequences<T>(ref T data, ref long lengths, ref T output, int times, int batches, int run, bool timeFirst)
    {
        for (int batch = 0; batch < batches; batch++)
        {
            long length = Unsafe.Add(ref lengths, batch);
            if (length < 0 || length > times)
                throw new ArgumentOutOfRangeException(nameof(lengths), length, FormattableString.Invariant($"A sequence of the model's input must have from 0 to {times} elements."));
            for (int time = 0; time < times; time++)
            {
                int from = time < length ? (int)length - 1 - time : time;
                TensorMemory.Copy(ref Unsafe.Add(ref data, Place(from, batch)), ref Unsafe.Add(ref output, Place(time, batch)), run);
            }
        }

        int Place(int time, int batch) => (timeFirst ? time * batches + batch : batch * times + time) * run;
    }

    private static int Offset<TIndex>(ref TIndex tuple, ReadOnlySpan<int> shape)
        where TIndex : struct, IBinaryInteger<TIndex>
    {
        int offset = 0;
        for (int axis = 0; axis < shape.Length; axis++)
            offset = offset * shape[axis] + TensorSearch.Index(long.CreateTruncating(Unsafe.Add(ref tuple, axis)), shape[axis]);
        return offset;
    }

    private static int Product(ReadOnlySpan<int> shape)
    {
        int product = 1;
        foreach (int length in shape)
            product *= length;
        return product;
    }

    private static void Put<T>(ref T target, T value, ScatterReduction reduction)
        where T : struct
    {
        if (typeof(T) == typeof(float))
            Combine(ref Unsafe.As<T, float>(ref target), Unsafe.BitCast<T, float>(value), reduction);
        else if (typeof(T) == typeof(double))
            Combine(ref Unsafe.As<T, double>(ref target), Unsafe.BitCast<T, double>(value), reduction);
        else if (typeof(T) == typeof(int))
            Combine(ref Unsafe.As<T, int>(ref target), Unsafe.BitCast<T, int>(value), reduction);
        else if (typeof(T) == typeof(long))
            Combine(ref Unsafe.As<T, long>(ref target), Unsafe.BitCast<T, long>(value), reduction);
        else
            target = value;
    }

    private static void Combine<T>(ref T target, T value, ScatterReduction reduction)
        where T : struct, INumber<T> => target = reduction switch
    {
        ScatterReduction.Add => target + value,
        ScatterReduction.Multiply => target * value,
        ScatterReduction.Minimum => T.Min(target, value),
        ScatterReduction.Maximum => T.Max(target, value),
        _ => value,
    };
}
