using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnCompiler.Inference;

namespace CnnCompiler.Training.Kernels;

/// <summary>
/// The backward pass of a convolution whose outputs a max pool has thinned out: of every window only one output of each channel has a gradient.
/// A visit is such an output. Vectors run along the taps of the kernel, which lie next to each other in a row of the input, so that a visit costs
/// the same whatever the neighbouring channels chose. Of a 2x2 pool's outputs three quarters are never computed with.
/// </summary>
internal static class VisitProducts
{
    /// <summary>Weight gradients of one output channel: gradients[v] += sum over visits of factor * input[place + offset of v].</summary>
    /// <param name="input">What places count from; whole vectors may be read behind its end.</param>
    /// <param name="places">Where the window of taps of each visit begins.</param>
    /// <param name="factors">The gradient of each visit.</param>
    /// <param name="plan">Where the vectors of taps lie.</param>
    /// <param name="gradients">A vector for each of the plan's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeightGradients(ReadOnlySpan<float> input, ReadOnlySpan<int> places, ReadOnlySpan<float> factors, VisitPlan plan, Span<float> gradients)
    {
        ref float source = ref MemoryMarshal.GetReference(input);
        ref float sums = ref MemoryMarshal.GetReference(gradients);
        ref int place = ref MemoryMarshal.GetReference(places);
        ref float factor = ref MemoryMarshal.GetReference(factors);
        for (int tile = 0; tile < plan.Offsets.Length; tile += plan.Tile)
        {
            ref int offset = ref plan.Offsets[tile];
            ref float target = ref Unsafe.Add(ref sums, tile * plan.Width);
            switch (plan.Width)
            {
                case 16:
                    AddWeightGradients<Float512, Vector512<float>>(plan.Tile, ref source, ref place, ref factor, factors.Length, ref offset, ref target);
                    break;
                case 8:
                    AddWeightGradients<Float256, Vector256<float>>(plan.Tile, ref source, ref place, ref factor, factors.Length, ref offset, ref target);
                    break;
                default:
                    if (VectorPath.HasFma128)
                        AddWeightGradients<Float128, Vector128<float>>(plan.Tile, ref source, ref place, ref factor, factors.Length, ref offset, ref target);
                    else
                        AddWeightGradients<Float128NoFma, Vector128<float>>(plan.Tile, ref source, ref place, ref factor, factors.Length, ref offset, ref target);
                    break;
            }
        }
    }

    /// <summary>Input gradients around one place: gradients[offset of v] += sum over visits of factor * weights[place + v].</summary>
    /// <param name="weights">A row of vectors for each output channel; zero in the lanes that are no taps.</param>
    /// <param name="places">Where the row of each visit begins.</param>
    /// <param name="factors">The gradient of each visit.</param>
    /// <param name="plan">Where the vectors of taps lie.</param>
    /// <param name="gradients">The gradients of the inputs from the place's first tap on; whole vectors are read and written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddInputGradients(ReadOnlySpan<float> weights, ReadOnlySpan<int> places, ReadOnlySpan<float> factors, VisitPlan plan, Span<float> gradients)
    {
        ref float source = ref MemoryMarshal.GetReference(weights);
        ref float target = ref MemoryMarshal.GetReference(gradients);
        ref int place = ref MemoryMarshal.GetReference(places);
        ref float factor = ref MemoryMarshal.GetReference(factors);
        for (int tile = 0; tile < plan.Offsets.Length; tile += plan.Tile)
        {
            ref int offset = ref plan.Offsets[tile];
            ref float row = ref Unsafe.Add(ref source, tile * plan.Width);
            switch (plan.Width)
            {
                case 16:
                    AddInputGradients<Float512, Vector512<float>>(plan.Tile, ref row, ref place, ref factor, factors.Length, ref offset, ref target);
                    break;
                case 8:
                    AddInputGradients<Float256, Vector256<float>>(plan.Tile, ref row, ref place, ref factor, factors.Length, ref offset, ref target);
                    break;
                default:
                    if (VectorPath.HasFma128)
                        AddInputGradients<Float128, Vector128<float>>(plan.Tile, ref row, ref place, ref factor, factors.Length, ref offset, ref target);
                    else
                        AddInputGradients<Float128NoFma, Vector128<float>>(plan.Tile, ref row, ref place, ref factor, factors.Length, ref offset, ref target);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWeightGradients<V, T>(
        int tile, ref float input, ref int places, ref float factors, int visits, ref int offsets, ref float sums)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        if (tile == VisitPlan.LargeTile)
            AddNine<V, T>(ref input, ref places, ref factors, visits, ref offsets, ref sums);
        else
            AddThree<V, T>(ref input, ref places, ref factors, visits, ref offsets, ref sums);
    }

    // Nine sums: more than enough to hide the latency of the multiply-add, and all that sixteen registers hold beside the rest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddNine<V, T>(ref float input, ref int places, ref float factors, int visits, ref int offsets, ref float sums)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        nint t0 = offsets, t1 = Unsafe.Add(ref offsets, 1), t2 = Unsafe.Add(ref offsets, 2), t3 = Unsafe.Add(ref offsets, 3), t4 = Unsafe.Add(ref offsets, 4);
        nint t5 = Unsafe.Add(ref offsets, 5), t6 = Unsafe.Add(ref offsets, 6), t7 = Unsafe.Add(ref offsets, 7), t8 = Unsafe.Add(ref offsets, 8);
        T a0 = V.Load(in sums), a1 = V.Load(in Unsafe.Add(ref sums, V.Count)), a2 = V.Load(in Unsafe.Add(ref sums, 2 * V.Count));
        T a3 = V.Load(in Unsafe.Add(ref sums, 3 * V.Count)), a4 = V.Load(in Unsafe.Add(ref sums, 4 * V.Count)), a5 = V.Load(in Unsafe.Add(ref sums, 5 * V.Count));
        T a6 = V.Load(in Unsafe.Add(ref sums, 6 * V.Count)), a7 = V.Load(in Unsafe.Add(ref sums, 7 * V.Count)), a8 = V.Load(in Unsafe.Add(ref sums, 8 * V.Count));
        for (; visits > 0; visits--)
        {
            ref float value = ref Unsafe.Add(ref input, places);
            T factor = V.Broadcast(factors);
            a0 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref value, t0)), a0);
            a1 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref value, t1)), a1);
            a2 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref value, t2)), a2);
            a3 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref value, t3)), a3);
            a4 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref value, t4)), a4);
            a5 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref value, t5)), a5);
            a6 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref value, t6)), a6);
            a7 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref value, t7)), a7);
            a8 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref value, t8)), a8);
            places = ref Unsafe.Add(ref places, 1);
            factors = ref Unsafe.Add(ref factors, 1);
        }
        V.Store(a0, ref sums);
        V.Store(a1, ref Unsafe.Add(ref sums, V.Count));
        V.Store(a2, ref Unsafe.Add(ref sums, 2 * V.Count));
        V.Store(a3, ref Unsafe.Add(ref sums, 3 * V.Count));
        V.Store(a4, ref Unsafe.Add(ref sums, 4 * V.Count));
        V.Store(a5, ref Unsafe.Add(ref sums, 5 * V.Count));
        V.Store(a6, ref Unsafe.Add(ref sums, 6 * V.Count));
        V.Store(a7, ref Unsafe.Add(ref sums, 7 * V.Count));
        V.Store(a8, ref Unsafe.Add(ref sums, 8 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddThree<V, T>(ref float input, ref int places, ref float factors, int visits, ref int offsets, ref float sums)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        nint t0 = offsets, t1 = Unsafe.Add(ref offsets, 1), t2 = Unsafe.Add(ref offsets, 2);
        T a0 = V.Load(in sums), a1 = V.Load(in Unsafe.Add(ref sums, V.Count)), a2 = V.Load(in Unsafe.Add(ref sums, 2 * V.Count));
        for (; visits > 0; visits--)
        {
            ref float value = ref Unsafe.Add(ref input, places);
            T factor = V.Broadcast(factors);
            a0 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref value, t0)), a0);
            a1 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref value, t1)), a1);
            a2 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref value, t2)), a2);
            places = ref Unsafe.Add(ref places, 1);
            factors = ref Unsafe.Add(ref factors, 1);
        }
        V.Store(a0, ref sums);
        V.Store(a1, ref Unsafe.Add(ref sums, V.Count));
        V.Store(a2, ref Unsafe.Add(ref sums, 2 * V.Count));
    }

    // The same sums as those of the weight gradients, with the weights read and the input gradients added to. A tile's vectors may overlap where
    // their lanes beyond the taps are zero, so they are added one after the other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddInputGradients<V, T>(
        int tile, ref float weights, ref int places, ref float factors, int visits, ref int offsets, ref float gradients)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        T a0 = V.Zero, a1 = V.Zero, a2 = V.Zero, a3 = V.Zero, a4 = V.Zero, a5 = V.Zero, a6 = V.Zero, a7 = V.Zero, a8 = V.Zero;
        bool large = tile == VisitPlan.LargeTile;
        if (large)
            for (; visits > 0; visits--)
            {
                ref float row = ref Unsafe.Add(ref weights, places);
                T factor = V.Broadcast(factors);
                a0 = V.MultiplyAdd(factor, V.Load(in row), a0);
                a1 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref row, V.Count)), a1);
                a2 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref row, 2 * V.Count)), a2);
                a3 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref row, 3 * V.Count)), a3);
                a4 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref row, 4 * V.Count)), a4);
                a5 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref row, 5 * V.Count)), a5);
                a6 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref row, 6 * V.Count)), a6);
                a7 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref row, 7 * V.Count)), a7);
                a8 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref row, 8 * V.Count)), a8);
                places = ref Unsafe.Add(ref places, 1);
                factors = ref Unsafe.Add(ref factors, 1);
            }
        else
            for (; visits > 0; visits--)
            {
                ref float row = ref Unsafe.Add(ref weights, places);
                T factor = V.Broadcast(factors);
                a0 = V.MultiplyAdd(factor, V.Load(in row), a0);
                a1 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref row, V.Count)), a1);
                a2 = V.MultiplyAdd(factor, V.Load(in Unsafe.Add(ref row, 2 * V.Count)), a2);
                places = ref Unsafe.Add(ref places, 1);
                factors = ref Unsafe.Add(ref factors, 1);
            }
        Add<V, T>(a0, ref gradients, offsets);
        Add<V, T>(a1, ref gradients, Unsafe.Add(ref offsets, 1));
        Add<V, T>(a2, ref gradients, Unsafe.Add(ref offsets, 2));
        if (!large)
            return;
        Add<V, T>(a3, ref gradients, Unsafe.Add(ref offsets, 3));
        Add<V, T>(a4, ref gradients, Unsafe.Add(ref offsets, 4));
        Add<V, T>(a5, ref gradients, Unsafe.Add(ref offsets, 5));
        Add<V, T>(a6, ref gradients, Unsafe.Add(ref offsets, 6));
        Add<V, T>(a7, ref gradients, Unsafe.Add(ref offsets, 7));
        Add<V, T>(a8, ref gradients, Unsafe.Add(ref offsets, 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<V, T>(T value, ref float gradients, int offset)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        ref float target = ref Unsafe.Add(ref gradients, offset);
        V.Store(V.Add(V.Load(in target), value), ref target);
    }
}
