using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CnnCompiler.Inference;

namespace CnnCompiler.Benchmarks;

/// <summary>The most multiply-adds the processor does with the widest vectors: twelve chains that do not wait for each other, nothing loaded.</summary>
internal static class FmaPeak
{
    private const int Chains = 12;
    private const int Steps = 2_000;

    private static readonly int LaneCount = VectorPath.Has512 ? Float512.Count : VectorPath.Has256 ? Float256.Count : Float128.Count;

    private static float Sink;

    /// <summary>Floating-point operations of one <see cref="Run"/>: two for each multiply-add.</summary>
    public static double FlopsPerCall => 2.0 * Chains * Steps * LaneCount;

    /// <summary>Runs the chains.</summary>
    public static void Run()
    {
        if (VectorPath.Has512)
            Spin<Float512, Vector512<float>>();
        else if (VectorPath.Has256)
            Spin<Float256, Vector256<float>>();
        else if (VectorPath.HasFma128)
            Spin<Float128, Vector128<float>>();
        else
            Spin<Float128NoFma, Vector128<float>>();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Spin<V, T>()
        where V : struct, IFloatVector<T>
        where T : struct
    {
        // A factor and an addend for which the chains approach 1: no denormals, no infinities.
        var factor = V.Broadcast(0.5f);
        var addend = V.Broadcast(0.5f);
        T a0 = V.Zero, a1 = V.Zero, a2 = V.Zero, a3 = V.Zero, a4 = V.Zero, a5 = V.Zero;
        T a6 = V.Zero, a7 = V.Zero, a8 = V.Zero, a9 = V.Zero, a10 = V.Zero, a11 = V.Zero;
        for (int step = 0; step < Steps; step++)
        {
            a0 = V.MultiplyAdd(a0, factor, addend);
            a1 = V.MultiplyAdd(a1, factor, addend);
            a2 = V.MultiplyAdd(a2, factor, addend);
            a3 = V.MultiplyAdd(a3, factor, addend);
            a4 = V.MultiplyAdd(a4, factor, addend);
            a5 = V.MultiplyAdd(a5, factor, addend);
            a6 = V.MultiplyAdd(a6, factor, addend);
            a7 = V.MultiplyAdd(a7, factor, addend);
            a8 = V.MultiplyAdd(a8, factor, addend);
            a9 = V.MultiplyAdd(a9, factor, addend);
            a10 = V.MultiplyAdd(a10, factor, addend);
            a11 = V.MultiplyAdd(a11, factor, addend);
        }
        var sum = V.Add(V.Add(V.Add(a0, a1), V.Add(a2, a3)), V.Add(V.Add(a4, a5), V.Add(a6, a7)));
        Span<float> lanes = stackalloc float[16];
        V.Store(V.Add(sum, V.Add(V.Add(a8, a9), V.Add(a10, a11))), ref lanes[0]);
        Sink = lanes[0];
    }
}
