using System.Runtime.CompilerServices;
using CnnCompiler.Inference;

namespace CnnCompiler.Training.Kernels;

/// <summary>Tiles of <see cref="DenseProducts"/>: four images and some outputs; of the sixteen sums of each product as many as a vector has lanes.</summary>
internal static class DenseTiles
{
    // Three outputs: twelve sums and four values leave nothing over of sixteen registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddUpThree<V, T>(in DenseTile tile, ref float x, ref float weights, ref float mask, int lane, ref float sums)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        nint x1 = tile.ImageStep(1), x2 = tile.ImageStep(2), x3 = tile.ImageStep(3);
        nint w1 = tile.OutputStep(1), w2 = tile.OutputStep(2);
        ref float value = ref Unsafe.Add(ref x, lane);
        ref float weight = ref Unsafe.Add(ref weights, lane);
        T counts = V.Load(in Unsafe.Add(ref mask, lane)), zero = V.Zero;
        T v0 = V.SelectPositive(counts, V.Load(in value), zero);
        T v1 = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref value, x1)), zero);
        T v2 = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref value, x2)), zero);
        T v3 = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref value, x3)), zero);
        T w = V.SelectPositive(counts, V.Load(in weight), zero);
        T a00 = V.Multiply(v0, w), a10 = V.Multiply(v1, w), a20 = V.Multiply(v2, w), a30 = V.Multiply(v3, w);
        w = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref weight, w1)), zero);
        T a01 = V.Multiply(v0, w), a11 = V.Multiply(v1, w), a21 = V.Multiply(v2, w), a31 = V.Multiply(v3, w);
        w = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref weight, w2)), zero);
        T a02 = V.Multiply(v0, w), a12 = V.Multiply(v1, w), a22 = V.Multiply(v2, w), a32 = V.Multiply(v3, w);
        value = ref Unsafe.Add(ref value, tile.First);
        weight = ref Unsafe.Add(ref weight, tile.First);
        for (int turn = tile.Turns; turn > 0; turn--)
        {
            v0 = V.Load(in value);
            v1 = V.Load(in Unsafe.Add(ref value, x1));
            v2 = V.Load(in Unsafe.Add(ref value, x2));
            v3 = V.Load(in Unsafe.Add(ref value, x3));
            w = V.Load(in weight);
            a00 = V.MultiplyAdd(v0, w, a00);
            a10 = V.MultiplyAdd(v1, w, a10);
            a20 = V.MultiplyAdd(v2, w, a20);
            a30 = V.MultiplyAdd(v3, w, a30);
            w = V.Load(in Unsafe.Add(ref weight, w1));
            a01 = V.MultiplyAdd(v0, w, a01);
            a11 = V.MultiplyAdd(v1, w, a11);
            a21 = V.MultiplyAdd(v2, w, a21);
            a31 = V.MultiplyAdd(v3, w, a31);
            w = V.Load(in Unsafe.Add(ref weight, w2));
            a02 = V.MultiplyAdd(v0, w, a02);
            a12 = V.MultiplyAdd(v1, w, a12);
            a22 = V.MultiplyAdd(v2, w, a22);
            a32 = V.MultiplyAdd(v3, w, a32);
            value = ref Unsafe.Add(ref value, DenseTile.Sums);
            weight = ref Unsafe.Add(ref weight, DenseTile.Sums);
        }
        ref float target = ref Unsafe.Add(ref sums, lane);
        V.Store(a00, ref target);
        V.Store(a01, ref Unsafe.Add(ref target, DenseTile.Sums));
        V.Store(a02, ref Unsafe.Add(ref target, 2 * DenseTile.Sums));
        V.Store(a10, ref Unsafe.Add(ref target, 3 * DenseTile.Sums));
        V.Store(a11, ref Unsafe.Add(ref target, 4 * DenseTile.Sums));
        V.Store(a12, ref Unsafe.Add(ref target, 5 * DenseTile.Sums));
        V.Store(a20, ref Unsafe.Add(ref target, 6 * DenseTile.Sums));
        V.Store(a21, ref Unsafe.Add(ref target, 7 * DenseTile.Sums));
        V.Store(a22, ref Unsafe.Add(ref target, 8 * DenseTile.Sums));
        V.Store(a30, ref Unsafe.Add(ref target, 9 * DenseTile.Sums));
        V.Store(a31, ref Unsafe.Add(ref target, 10 * DenseTile.Sums));
        V.Store(a32, ref Unsafe.Add(ref target, 11 * DenseTile.Sums));
    }

    // Six outputs, for 32 registers: a tile's rows are more than the first-level cache holds, and each value loaded serves 1.7 times as many products.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddUpSix<V, T>(in DenseTile tile, ref float x, ref float weights, ref float mask, int lane, ref float sums)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        nint x1 = tile.ImageStep(1), x2 = tile.ImageStep(2), x3 = tile.ImageStep(3);
        nint w1 = tile.OutputStep(1), w2 = tile.OutputStep(2), w3 = tile.OutputStep(3), w4 = tile.OutputStep(4), w5 = tile.OutputStep(5);
        ref float value = ref Unsafe.Add(ref x, lane);
        ref float weight = ref Unsafe.Add(ref weights, lane);
        T counts = V.Load(in Unsafe.Add(ref mask, lane)), zero = V.Zero;
        T v0 = V.SelectPositive(counts, V.Load(in value), zero);
        T v1 = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref value, x1)), zero);
        T v2 = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref value, x2)), zero);
        T v3 = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref value, x3)), zero);
        T w = V.SelectPositive(counts, V.Load(in weight), zero);
        T a00 = V.Multiply(v0, w), a10 = V.Multiply(v1, w), a20 = V.Multiply(v2, w), a30 = V.Multiply(v3, w);
        w = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref weight, w1)), zero);
        T a01 = V.Multiply(v0, w), a11 = V.Multiply(v1, w), a21 = V.Multiply(v2, w), a31 = V.Multiply(v3, w);
        w = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref weight, w2)), zero);
        T a02 = V.Multiply(v0, w), a12 = V.Multiply(v1, w), a22 = V.Multiply(v2, w), a32 = V.Multiply(v3, w);
        w = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref weight, w3)), zero);
        T a03 = V.Multiply(v0, w), a13 = V.Multiply(v1, w), a23 = V.Multiply(v2, w), a33 = V.Multiply(v3, w);
        w = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref weight, w4)), zero);
        T a04 = V.Multiply(v0, w), a14 = V.Multiply(v1, w), a24 = V.Multiply(v2, w), a34 = V.Multiply(v3, w);
        w = V.SelectPositive(counts, V.Load(in Unsafe.Add(ref weight, w5)), zero);
        T a05 = V.Multiply(v0, w), a15 = V.Multiply(v1, w), a25 = V.Multiply(v2, w), a35 = V.Multiply(v3, w);
        value = ref Unsafe.Add(ref value, tile.First);
        weight = ref Unsafe.Add(ref weight, tile.First);
        for (int turn = tile.Turns; turn > 0; turn--)
        {
            v0 = V.Load(in value);
            v1 = V.Load(in Unsafe.Add(ref value, x1));
            v2 = V.Load(in Unsafe.Add(ref value, x2));
            v3 = V.Load(in Unsafe.Add(ref value, x3));
            w = V.Load(in weight);
            a00 = V.MultiplyAdd(v0, w, a00);
            a10 = V.MultiplyAdd(v1, w, a10);
            a20 = V.MultiplyAdd(v2, w, a20);
            a30 = V.MultiplyAdd(v3, w, a30);
            w = V.Load(in Unsafe.Add(ref weight, w1));
            a01 = V.MultiplyAdd(v0, w, a01);
            a11 = V.MultiplyAdd(v1, w, a11);
            a21 = V.MultiplyAdd(v2, w, a21);
            a31 = V.MultiplyAdd(v3, w, a31);
            w = V.Load(in Unsafe.Add(ref weight, w2));
            a02 = V.MultiplyAdd(v0, w, a02);
            a12 = V.MultiplyAdd(v1, w, a12);
            a22 = V.MultiplyAdd(v2, w, a22);
            a32 = V.MultiplyAdd(v3, w, a32);
            w = V.Load(in Unsafe.Add(ref weight, w3));
            a03 = V.MultiplyAdd(v0, w, a03);
            a13 = V.MultiplyAdd(v1, w, a13);
            a23 = V.MultiplyAdd(v2, w, a23);
            a33 = V.MultiplyAdd(v3, w, a33);
            w = V.Load(in Unsafe.Add(ref weight, w4));
            a04 = V.MultiplyAdd(v0, w, a04);
            a14 = V.MultiplyAdd(v1, w, a14);
            a24 = V.MultiplyAdd(v2, w, a24);
            a34 = V.MultiplyAdd(v3, w, a34);
            w = V.Load(in Unsafe.Add(ref weight, w5));
            a05 = V.MultiplyAdd(v0, w, a05);
            a15 = V.MultiplyAdd(v1, w, a15);
            a25 = V.MultiplyAdd(v2, w, a25);
            a35 = V.MultiplyAdd(v3, w, a35);
            value = ref Unsafe.Add(ref value, DenseTile.Sums);
            weight = ref Unsafe.Add(ref weight, DenseTile.Sums);
        }
        ref float target = ref Unsafe.Add(ref sums, lane);
        V.Store(a00, ref target);
        V.Store(a01, ref Unsafe.Add(ref target, DenseTile.Sums));
        V.Store(a02, ref Unsafe.Add(ref target, 2 * DenseTile.Sums));
        V.Store(a03, ref Unsafe.Add(ref target, 3 * DenseTile.Sums));
        V.Store(a04, ref Unsafe.Add(ref target, 4 * DenseTile.Sums));
        V.Store(a05, ref Unsafe.Add(ref target, 5 * DenseTile.Sums));
        V.Store(a10, ref Unsafe.Add(ref target, 6 * DenseTile.Sums));
        V.Store(a11, ref Unsafe.Add(ref target, 7 * DenseTile.Sums));
        V.Store(a12, ref Unsafe.Add(ref target, 8 * DenseTile.Sums));
        V.Store(a13, ref Unsafe.Add(ref target, 9 * DenseTile.Sums));
        V.Store(a14, ref Unsafe.Add(ref target, 10 * DenseTile.Sums));
        V.Store(a15, ref Unsafe.Add(ref target, 11 * DenseTile.Sums));
        V.Store(a20, ref Unsafe.Add(ref target, 12 * DenseTile.Sums));
        V.Store(a21, ref Unsafe.Add(ref target, 13 * DenseTile.Sums));
        V.Store(a22, ref Unsafe.Add(ref target, 14 * DenseTile.Sums));
        V.Store(a23, ref Unsafe.Add(ref target, 15 * DenseTile.Sums));
        V.Store(a24, ref Unsafe.Add(ref target, 16 * DenseTile.Sums));
        V.Store(a25, ref Unsafe.Add(ref target, 17 * DenseTile.Sums));
        V.Store(a30, ref Unsafe.Add(ref target, 18 * DenseTile.Sums));
        V.Store(a31, ref Unsafe.Add(ref target, 19 * DenseTile.Sums));
        V.Store(a32, ref Unsafe.Add(ref target, 20 * DenseTile.Sums));
        V.Store(a33, ref Unsafe.Add(ref target, 21 * DenseTile.Sums));
        V.Store(a34, ref Unsafe.Add(ref target, 22 * DenseTile.Sums));
        V.Store(a35, ref Unsafe.Add(ref target, 23 * DenseTile.Sums));
    }
}
