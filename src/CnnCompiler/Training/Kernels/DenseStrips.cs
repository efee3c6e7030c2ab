using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnCompiler.Inference;

namespace CnnCompiler.Training.Kernels;

/// <summary>
/// Products whose vectors run along the inputs of a dense layer: target[r, i] = sum over k of factor(r, k) * source[k, i] for a strip of
/// neighbouring i. With r the images, k the outputs and the weights as the source these are input gradients; with r the outputs, k the images and the
/// inputs as the source they are weight gradients.
/// </summary>
/// <remarks>
/// A strip of the source is copied together first: its rows lie as far apart as the layer is wide, often a multiple of 4096 bytes, and would push
/// each other out of the cache.
/// </remarks>
internal static class DenseStrips
{
    /// <summary>Columns of a strip: three of the widest vectors.</summary>
    public const int Width = 48;

    /// <summary>Computes one strip of every row, replacing what is there.</summary>
    /// <param name="source">The source: terms x columns.</param>
    /// <param name="factors">What <paramref name="rowStep"/> and <paramref name="termStep"/> find their way in.</param>
    /// <param name="rowStep">From the factors of one row to those of the next.</param>
    /// <param name="termStep">From the factor of one term to that of the next.</param>
    /// <param name="target">The target: rows x columns.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="terms">The number of terms.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="strip">Which strip.</param>
    /// <param name="packed">Scratch: terms x <see cref="Width"/>, and four rows more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        ReadOnlySpan<float> source, ReadOnlySpan<float> factors, int rowStep, int termStep, Span<float> target, int rows, int terms, int columns,
        int strip, Span<float> packed)
    {
        // The last strip starts earlier and computes some columns twice, unless there is only that one.
        int first = Math.Max(0, Math.Min(strip * Width, columns - Width));
        int width = Math.Min(Width, columns);
        Pack(source[first..((terms - 1) * columns + first + width)], columns, width, packed);
        var results = packed.Slice(terms * Width, 4 * Width);
        for (int row = 0; row < rows; row += 4)
        {
            int count = Math.Min(4, rows - row);
            bool direct = count == 4 && width == Width;
            int reach = (row + count - 1) * columns + first + width;
            ref float factor = ref Unsafe.AsRef(in factors[row * rowStep]);
            nint step1 = Math.Min(1, count - 1) * rowStep, step2 = Math.Min(2, count - 1) * rowStep, step3 = (count - 1) * rowStep;
            ref float start = ref MemoryMarshal.GetReference(packed);
            ref float result = ref MemoryMarshal.GetReference(direct ? target[(row * columns + first)..reach] : results);
            int resultStep = direct ? columns : Width;
            if (VectorPath.Has512)
                Tile<Float512, Vector512<float>>(ref start, ref factor, step1, step2, step3, termStep, terms, ref result, resultStep);
            else if (VectorPath.Has256)
                Tile<Float256, Vector256<float>>(ref start, ref factor, step1, step2, step3, termStep, terms, ref result, resultStep);
            else if (VectorPath.HasFma128)
                Tile<Float128, Vector128<float>>(ref start, ref factor, step1, step2, step3, termStep, terms, ref result, resultStep);
            else
                Tile<Float128NoFma, Vector128<float>>(ref start, ref factor, step1, step2, step3, termStep, terms, ref result, resultStep);
            for (int index = 0; index < count && !direct; index++)
                results.Slice(index * Width, width).CopyTo(target[((row + index) * columns + first)..]);
        }
    }

    // Whole strips by vectors: a call for each of their 192 bytes takes longer than the copy.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(ReadOnlySpan<float> source, int columns, int width, Span<float> packed)
    {
        for (int from = 0, to = 0; from < source.Length; from += columns, to += Width)
            if (width < Width)
                source.Slice(from, width).CopyTo(packed[to..]);
            else
                for (int lane = 0; lane < Width; lane += Vector512<float>.Count)
                    Vector512.Create<float>(source.Slice(from + lane)).CopyTo(packed[(to + lane)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile<V, T>(ref float source, ref float factors, nint step1, nint step2, nint step3, nint termStep, int terms, ref float results, nint step)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        for (int lane = 0; lane < Width; lane += 3 * V.Count)
        {
            T a00 = V.Zero, a01 = V.Zero, a02 = V.Zero, a10 = V.Zero, a11 = V.Zero, a12 = V.Zero;
            T a20 = V.Zero, a21 = V.Zero, a22 = V.Zero, a30 = V.Zero, a31 = V.Zero, a32 = V.Zero;
            ref float value = ref Unsafe.Add(ref source, lane);
            ref float factor = ref factors;
            for (int term = terms; term > 0; term--)
            {
                T v0 = V.Load(in value), v1 = V.Load(in Unsafe.Add(ref value, V.Count)), v2 = V.Load(in Unsafe.Add(ref value, 2 * V.Count));
                T f = V.Broadcast(factor);
                a00 = V.MultiplyAdd(f, v0, a00);
                a01 = V.MultiplyAdd(f, v1, a01);
                a02 = V.MultiplyAdd(f, v2, a02);
                f = V.Broadcast(Unsafe.Add(ref factor, step1));
                a10 = V.MultiplyAdd(f, v0, a10);
                a11 = V.MultiplyAdd(f, v1, a11);
                a12 = V.MultiplyAdd(f, v2, a12);
                f = V.Broadcast(Unsafe.Add(ref factor, step2));
                a20 = V.MultiplyAdd(f, v0, a20);
                a21 = V.MultiplyAdd(f, v1, a21);
                a22 = V.MultiplyAdd(f, v2, a22);
                f = V.Broadcast(Unsafe.Add(ref factor, step3));
                a30 = V.MultiplyAdd(f, v0, a30);
                a31 = V.MultiplyAdd(f, v1, a31);
                a32 = V.MultiplyAdd(f, v2, a32);
                value = ref Unsafe.Add(ref value, Width);
                factor = ref Unsafe.Add(ref factor, termStep);
            }
            ref float target = ref Unsafe.Add(ref results, lane);
            V.Store(a00, ref target);
            V.Store(a01, ref Unsafe.Add(ref target, V.Count));
            V.Store(a02, ref Unsafe.Add(ref target, 2 * V.Count));
            V.Store(a10, ref Unsafe.Add(ref target, step));
            V.Store(a11, ref Unsafe.Add(ref target, step + V.Count));
            V.Store(a12, ref Unsafe.Add(ref target, step + 2 * V.Count));
            V.Store(a20, ref Unsafe.Add(ref target, 2 * step));
            V.Store(a21, ref Unsafe.Add(ref target, 2 * step + V.Count));
            V.Store(a22, ref Unsafe.Add(ref target, 2 * step + 2 * V.Count));
            V.Store(a30, ref Unsafe.Add(ref target, 3 * step));
            V.Store(a31, ref Unsafe.Add(ref target, 3 * step + V.Count));
            V.Store(a32, ref Unsafe.Add(ref target, 3 * step + 2 * V.Count));
        }
    }
}
