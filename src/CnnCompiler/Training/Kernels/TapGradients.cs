using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnCompiler.Inference;

namespace CnnCompiler.Training.Kernels;

/// <summary>
/// The weight gradient that belongs to <see cref="TapProducts"/>: gradient[tap, lane] += sum over pixels of
/// input[pixel + tap] * outputGradient[pixel, lane].
/// </summary>
internal static class TapGradients
{
    /// <summary>Adds the gradients of every pixel of a plan.</summary>
    /// <param name="plan">Where input pixels and taps lie.</param>
    /// <param name="pixels">How many of the plan's pixels; the first ones.</param>
    /// <param name="input">The values that the plan's offsets count from.</param>
    /// <param name="outputGradients">The gradients of the outputs, <paramref name="step"/> values from pixel to pixel.</param>
    /// <param name="step">Values from one pixel to the next; whole vectors of lanes can be read at each.</param>
    /// <param name="lanes">The number of outputs of a pixel.</param>
    /// <param name="gradients">What is added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        TapPlan plan, int pixels, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradients, int step, int lanes, TapWeights gradients)
    {
        ref float source = ref MemoryMarshal.GetReference(input);
        ref float arriving = ref MemoryMarshal.GetReference(outputGradients);
        ref float sums = ref MemoryMarshal.GetReference(gradients.Values);
        switch (gradients.Width)
        {
            case 16:
                Run<Float512, Vector512<float>>(plan, pixels, ref source, ref arriving, step, lanes, ref sums);
                break;
            case 8:
                Run<Float256, Vector256<float>>(plan, pixels, ref source, ref arriving, step, lanes, ref sums);
                break;
            default:
                if (VectorPath.HasFma128)
                    Run<Float128, Vector128<float>>(plan, pixels, ref source, ref arriving, step, lanes, ref sums);
                else
                    Run<Float128NoFma, Vector128<float>>(plan, pixels, ref source, ref arriving, step, lanes, ref sums);
                break;
        }
    }

    // Nine taps a tile: a 3x3 kernel's taps come in nines, and nine sums fit the sixteen registers of smaller machines. A tile beyond the
    // last tap repeats it and does not store what it repeated.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V, T>(TapPlan plan, int pixels, ref float input, ref float outputGradients, int step, int lanes, ref float gradients)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        int[] taps = plan.Taps;
        int last = taps.Length - 1;
        ref int places = ref MemoryMarshal.GetArrayDataReference(plan.Pixels);
        for (int lane = 0; lane < lanes; lane += V.Count)
        {
            for (int tap = 0; tap <= last; tap += 9)
            {
                ref float sums = ref Unsafe.Add(ref gradients, (nint)lane * taps.Length + (nint)tap * V.Count);
                nint t0 = taps[tap], t1 = taps[Math.Min(tap + 1, last)], t2 = taps[Math.Min(tap + 2, last)];
                nint t3 = taps[Math.Min(tap + 3, last)], t4 = taps[Math.Min(tap + 4, last)], t5 = taps[Math.Min(tap + 5, last)];
                nint t6 = taps[Math.Min(tap + 6, last)], t7 = taps[Math.Min(tap + 7, last)], t8 = taps[Math.Min(tap + 8, last)];
                T zero = V.Zero;
                T a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero, a6 = zero, a7 = zero, a8 = zero;
                ref float arriving = ref Unsafe.Add(ref outputGradients, lane);
                ref int place = ref places;
                for (int pixel = pixels; pixel > 0; pixel--)
                {
                    ref float value = ref Unsafe.Add(ref input, place);
                    T gradient = V.Load(in arriving);
                    a0 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref value, t0)), gradient, a0);
                    a1 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref value, t1)), gradient, a1);
                    a2 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref value, t2)), gradient, a2);
                    a3 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref value, t3)), gradient, a3);
                    a4 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref value, t4)), gradient, a4);
                    a5 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref value, t5)), gradient, a5);
                    a6 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref value, t6)), gradient, a6);
                    a7 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref value, t7)), gradient, a7);
                    a8 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref value, t8)), gradient, a8);
                    place = ref Unsafe.Add(ref place, 1);
                    arriving = ref Unsafe.Add(ref arriving, step);
                }
                Add<V, T>(a0, ref sums, tap, 0, last);
                Add<V, T>(a1, ref sums, tap, 1, last);
                Add<V, T>(a2, ref sums, tap, 2, last);
                Add<V, T>(a3, ref sums, tap, 3, last);
                Add<V, T>(a4, ref sums, tap, 4, last);
                Add<V, T>(a5, ref sums, tap, 5, last);
                Add<V, T>(a6, ref sums, tap, 6, last);
                Add<V, T>(a7, ref sums, tap, 7, last);
                Add<V, T>(a8, ref sums, tap, 8, last);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<V, T>(T value, ref float sums, int tap, int index, int last)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        if (tap + index > last)
            return;
        ref float target = ref Unsafe.Add(ref sums, index * V.Count);
        V.Store(V.Add(V.Load(in target), value), ref target);
    }
}
