using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnCompiler.Weights;

/// <summary>
/// The transform of a 3x3 kernel for Winograd's F(4x4, 3x3): its values at six points down and six across, in double precision (Lavin and Gray,
/// "Fast Algorithms for Convolutional Neural Networks", 2016).
/// </summary>
internal static class WinogradKernel
{
    /// <summary>Products of a tile.</summary>
    public const int Products = Points * Points;

    /// <summary>Taps of the kernel down, and across.</summary>
    public const int Taps = 3;

    private const int Points = 6;

    /// <summary>Kernels that are transformed at a time: every number of lanes is a multiple.</summary>
    private const int Side = 4;

    /// <summary>The points but the last, which is infinity; the compiler writes the transforms of inputs and outputs for the same ones.</summary>
    private static readonly double[] Places = [0, 0.75, -0.75, 1.5, -1.5];

    /// <summary>Each row makes one value of three taps: 1, p, p^2, divided by the differences between p and all other points.</summary>
    private static readonly double[] Matrix = MakeMatrix();

    /// <summary>Transforms kernels that lie side by side as lanes; without fused additions, so that the bits are the same everywhere.</summary>
    /// <param name="kernels">Three rows of three taps, each of so many lanes.</param>
    /// <param name="lanes">The number of kernels, a multiple of four.</param>
    /// <param name="transformed">The first of 36 products, each of so many lanes.</param>
    /// <param name="step">From one product to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform(ref float kernels, int lanes, ref float transformed, int step)
    {
        Span<Vector256<double>> space = stackalloc Vector256<double>[Points * Taps + Points];
        ref var half = ref MemoryMarshal.GetReference(space);
        ref var line = ref Unsafe.Add(ref half, Points * Taps);
        ref double matrix = ref MemoryMarshal.GetArrayDataReference(Matrix);
        for (int lane = 0; lane < lanes; lane += Side)
        {
            for (int column = 0; column < Taps; column++)
                Spread(
                    ref matrix, Load(ref kernels, column * lanes + lane), Load(ref kernels, (Taps + column) * lanes + lane),
                    Load(ref kernels, (2 * Taps + column) * lanes + lane), ref Unsafe.Add(ref half, column), Taps);
            ref float target = ref Unsafe.Add(ref transformed, lane);
            for (int down = 0; down < Points; down++)
            {
                ref var row = ref Unsafe.Add(ref half, down * Taps);
                Spread(ref matrix, row, Unsafe.Add(ref row, 1), Unsafe.Add(ref row, 2), ref line, 1);
                for (int across = 0; across < Points; across++)
                {
                    var value = Unsafe.Add(ref line, across);
                    Vector128.Narrow(value.GetLower(), value.GetUpper()).StoreUnsafe(ref target);
                    target = ref Unsafe.Add(ref target, step);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load(ref float kernels, int offset)
    {
        var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref Unsafe.Add(ref kernels, offset)));
        return Vector256.Create(low, high);
    }

    /// <summary>
    /// The values of three taps at the six points. Points in pairs of opposite sign share their even part; at 0 only the first tap counts, at infinity the last.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(
        ref double matrix, Vector256<double> first, Vector256<double> second, Vector256<double> third, ref Vector256<double> values, int step)
    {
        values = Vector256.Create(matrix) * first;
        for (int pair = 1; pair < Points - 1; pair += 2)
        {
            ref double row = ref Unsafe.Add(ref matrix, pair * Taps);
            var even = Vector256.Create(row) * first + Vector256.Create(Unsafe.Add(ref row, 2)) * third;
            var odd = Vector256.Create(Unsafe.Add(ref row, 1)) * second;
            Unsafe.Add(ref values, pair * step) = even + odd;
            Unsafe.Add(ref values, (pair + 1) * step) = even - odd;
        }
        Unsafe.Add(ref values, (Points - 1) * step) = third;
    }

    private static double[] MakeMatrix()
    {
        var matrix = new double[Points * Taps];
        for (int point = 0; point < Places.Length; point++)
        {
            double power = 1;
            foreach (double other in Places)
                if (other != Places[point])
                    power /= Places[point] - other;
            for (int tap = 0; tap < Taps; tap++, power *= Places[point])
                matrix[point * Taps + tap] = power;
        }
        matrix[Points * Taps - 1] = 1;
        return matrix;
    }
}
