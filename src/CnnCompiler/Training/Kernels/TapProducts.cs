using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnCompiler.Inference;

namespace CnnCompiler.Training.Kernels;

/// <summary>
/// The product at the heart of convolutions, dense layers and their input gradients: output[pixel, lane] = bias[lane] + sum over taps of
/// input[pixel + tap] * weight[tap, lane]. Where pixels and taps lie is data (<see cref="TapPlan"/>), so every geometry runs in one loop.
/// </summary>
internal static class TapProducts
{
    private const int TilePixels = 8;

    private static readonly int[] s_tileTargets = [0, 16, 32, 48, 64, 80, 96, 112];

    /// <summary>Computes every pixel of a plan.</summary>
    /// <param name="plan">Where input pixels, taps and outputs lie.</param>
    /// <param name="pixels">How many of the plan's pixels; the first ones.</param>
    /// <param name="input">The values that the plan's offsets count from.</param>
    /// <param name="weights">Weights as <see cref="TapWeights"/> lays them out.</param>
    /// <param name="bias">One value for each lane, padded to whole vectors.</param>
    /// <param name="output">The values that the plan's output offsets count from.</param>
    /// <param name="lanes">The number of outputs of a pixel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(TapPlan plan, int pixels, ReadOnlySpan<float> input, TapWeights weights, ReadOnlySpan<float> bias, Span<float> output, int lanes)
    {
        ref float source = ref MemoryMarshal.GetReference(input);
        ref float weight = ref MemoryMarshal.GetReference(weights.Values);
        ref float start = ref MemoryMarshal.GetReference(bias);
        ref float target = ref MemoryMarshal.GetReference(output);
        switch (weights.Width)
        {
            case 16:
                Run<Float512, Vector512<float>>(plan, pixels, ref source, ref weight, ref start, ref target, lanes);
                break;
            case 8:
                Run<Float256, Vector256<float>>(plan, pixels, ref source, ref weight, ref start, ref target, lanes);
                break;
            default:
                if (VectorPath.HasFma128)
                    Run<Float128, Vector128<float>>(plan, pixels, ref source, ref weight, ref start, ref target, lanes);
                else
                    Run<Float128NoFma, Vector128<float>>(plan, pixels, ref source, ref weight, ref start, ref target, lanes);
                break;
        }
    }

    // Two vectors of lanes x six pixels: twelve sums, and a value that was broadcast serves twice. An odd vector at the end is Single's.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V, T>(TapPlan plan, int pixels, ref float input, ref float weights, ref float bias, ref float output, int lanes)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        int lane = 0;
        if (pixels >= 6)
            for (; lane <= lanes - 2 * V.Count; lane += 2 * V.Count)
                Pair<V, T>(plan, pixels, ref input, ref weights, ref bias, ref output, lane);
        if (lane < lanes)
            Single<V, T>(plan, pixels, ref input, ref weights, ref bias, ref output, lane, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pair<V, T>(TapPlan plan, int pixels, ref float input, ref float weights, ref float bias, ref float output, int lane)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        int[] places = plan.Pixels;
        int[] targets = plan.Outputs;
        int[] runs = plan.Runs;
        int runLength = plan.RunLength;
        ref float lower = ref Unsafe.Add(ref weights, (nint)lane * plan.Taps.Length);
        nint upper = (nint)V.Count * plan.Taps.Length;
        ref float result = ref Unsafe.Add(ref output, lane);
        for (int pixel = 0; pixel < pixels; pixel += 6)
        {
            int first = Math.Min(pixel, pixels - 6);
            T a0 = V.Load(in Unsafe.Add(ref bias, lane)), b0 = V.Load(in Unsafe.Add(ref bias, lane + V.Count));
            T a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0;
            nint p0 = places[first], p1 = places[first + 1], p2 = places[first + 2];
            nint p3 = places[first + 3], p4 = places[first + 4], p5 = places[first + 5];
            ref float weight = ref lower;
            foreach (int run in runs)
            {
                ref float tap = ref Unsafe.Add(ref input, run);
                for (int step = runLength; step > 0; step--)
                {
                    T v = V.Load(in weight), w = V.Load(in Unsafe.Add(ref weight, upper));
                    T x = V.Broadcast(Unsafe.Add(ref tap, p0));
                    a0 = V.MultiplyAdd(x, v, a0);
                    b0 = V.MultiplyAdd(x, w, b0);
                    x = V.Broadcast(Unsafe.Add(ref tap, p1));
                    a1 = V.MultiplyAdd(x, v, a1);
                    b1 = V.MultiplyAdd(x, w, b1);
                    x = V.Broadcast(Unsafe.Add(ref tap, p2));
                    a2 = V.MultiplyAdd(x, v, a2);
                    b2 = V.MultiplyAdd(x, w, b2);
                    x = V.Broadcast(Unsafe.Add(ref tap, p3));
                    a3 = V.MultiplyAdd(x, v, a3);
                    b3 = V.MultiplyAdd(x, w, b3);
                    x = V.Broadcast(Unsafe.Add(ref tap, p4));
                    a4 = V.MultiplyAdd(x, v, a4);
                    b4 = V.MultiplyAdd(x, w, b4);
                    x = V.Broadcast(Unsafe.Add(ref tap, p5));
                    a5 = V.MultiplyAdd(x, v, a5);
                    b5 = V.MultiplyAdd(x, w, b5);
                    tap = ref Unsafe.Add(ref tap, 1);
                    weight = ref Unsafe.Add(ref weight, V.Count);
                }
            }
            StoreTwo<V, T>(a0, b0, ref Unsafe.Add(ref result, targets[first]));
            StoreTwo<V, T>(a1, b1, ref Unsafe.Add(ref result, targets[first + 1]));
            StoreTwo<V, T>(a2, b2, ref Unsafe.Add(ref result, targets[first + 2]));
            StoreTwo<V, T>(a3, b3, ref Unsafe.Add(ref result, targets[first + 3]));
            StoreTwo<V, T>(a4, b4, ref Unsafe.Add(ref result, targets[first + 4]));
            StoreTwo<V, T>(a5, b5, ref Unsafe.Add(ref result, targets[first + 5]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTwo<V, T>(T lower, T upper, ref float target)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        V.Store(lower, ref target);
        V.Store(upper, ref Unsafe.Add(ref target, V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Single<V, T>(TapPlan plan, int pixels, ref float input, ref float weights, ref float bias, ref float output, int lane, int lanes)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        Span<float> scratch = stackalloc float[TilePixels * 16];
        ref float tile = ref MemoryMarshal.GetReference(scratch);
        ref int places = ref MemoryMarshal.GetArrayDataReference(plan.Pixels);
        ref int targets = ref MemoryMarshal.GetArrayDataReference(plan.Outputs);
        for (; lane < lanes; lane += V.Count)
        {
            int width = Math.Min(V.Count, lanes - lane);
            ref float block = ref Unsafe.Add(ref weights, (nint)lane * plan.Taps.Length);
            ref float start = ref Unsafe.Add(ref bias, lane);
            ref float result = ref Unsafe.Add(ref output, lane);
            int whole = pixels < TilePixels ? 0 : pixels;
            if (width == V.Count)
                Eight<V, T>(plan, ref places, whole, ref input, ref block, ref start, ref targets, ref result);
            else
                for (int pixel = 0; pixel < whole; pixel += TilePixels)
                {
                    int first = Math.Min(pixel, whole - TilePixels);
                    Eight<V, T>(
                        plan, ref Unsafe.Add(ref places, first), TilePixels, ref input, ref block, ref start,
                        ref MemoryMarshal.GetArrayDataReference(s_tileTargets), ref tile);
                    for (int index = 0; index < TilePixels; index++)
                        CopySome(ref Unsafe.Add(ref tile, index * 16), ref Unsafe.Add(ref result, Unsafe.Add(ref targets, first + index)), width);
                }
            for (int pixel = whole; pixel < pixels; pixel++)
            {
                One<V, T>(plan, Unsafe.Add(ref places, pixel), ref input, ref block, ref start, ref tile);
                CopySome(ref tile, ref Unsafe.Add(ref result, Unsafe.Add(ref targets, pixel)), width);
            }
        }
    }

    // Eight pixels a tile: eight sums hide the latency of the fused multiply-add (four cycles on two ports) and leave registers to spare on
    // machines with sixteen. A tile at the end starts earlier and computes some pixels twice instead of having a text of its own. Nothing is called
    // from here: with a call on any path the compiler keeps the sums in memory, and the loop takes three times as long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Eight<V, T>(
        TapPlan plan, ref int places, int pixels, ref float input, ref float weights, ref float bias, ref int targets, ref float output)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        ref int runs = ref MemoryMarshal.GetArrayDataReference(plan.Runs);
        int runCount = plan.Runs.Length;
        int runLength = plan.RunLength;
        for (int pixel = 0; pixel < pixels; pixel += TilePixels)
        {
            int first = Math.Min(pixel, pixels - TilePixels);
            ref int place = ref Unsafe.Add(ref places, first);
            T a0 = V.Load(in bias);
            T a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
            nint p0 = place, p1 = Unsafe.Add(ref place, 1), p2 = Unsafe.Add(ref place, 2), p3 = Unsafe.Add(ref place, 3);
            nint p4 = Unsafe.Add(ref place, 4), p5 = Unsafe.Add(ref place, 5), p6 = Unsafe.Add(ref place, 6), p7 = Unsafe.Add(ref place, 7);
            ref float weight = ref weights;
            for (int run = 0; run < runCount; run++)
            {
                ref float tap = ref Unsafe.Add(ref input, Unsafe.Add(ref runs, run));
                for (int step = runLength; step > 0; step--)
                {
                    T w = V.Load(in weight);
                    a0 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref tap, p0)), w, a0);
                    a1 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref tap, p1)), w, a1);
                    a2 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref tap, p2)), w, a2);
                    a3 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref tap, p3)), w, a3);
                    a4 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref tap, p4)), w, a4);
                    a5 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref tap, p5)), w, a5);
                    a6 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref tap, p6)), w, a6);
                    a7 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref tap, p7)), w, a7);
                    tap = ref Unsafe.Add(ref tap, 1);
                    weight = ref Unsafe.Add(ref weight, V.Count);
                }
            }
            ref int target = ref Unsafe.Add(ref targets, first);
            V.Store(a0, ref Unsafe.Add(ref output, target));
            V.Store(a1, ref Unsafe.Add(ref output, Unsafe.Add(ref target, 1)));
            V.Store(a2, ref Unsafe.Add(ref output, Unsafe.Add(ref target, 2)));
            V.Store(a3, ref Unsafe.Add(ref output, Unsafe.Add(ref target, 3)));
            V.Store(a4, ref Unsafe.Add(ref output, Unsafe.Add(ref target, 4)));
            V.Store(a5, ref Unsafe.Add(ref output, Unsafe.Add(ref target, 5)));
            V.Store(a6, ref Unsafe.Add(ref output, Unsafe.Add(ref target, 6)));
            V.Store(a7, ref Unsafe.Add(ref output, Unsafe.Add(ref target, 7)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void One<V, T>(TapPlan plan, nint place, ref float input, ref float weight, ref float bias, ref float output)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        T sum = V.Load(in bias);
        foreach (int run in plan.Runs)
        {
            ref float tap = ref Unsafe.Add(ref input, run + place);
            for (int step = 0; step < plan.RunLength; step++)
            {
                sum = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref tap, step)), V.Load(in weight), sum);
                weight = ref Unsafe.Add(ref weight, V.Count);
            }
        }
        V.Store(sum, ref output);
    }

    private static void CopySome(ref float source, ref float target, int count)
    {
        for (int lane = 0; lane < count; lane++)
            Unsafe.Add(ref target, lane) = Unsafe.Add(ref source, lane);
    }
}
