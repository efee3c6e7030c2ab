using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnCompiler.Weights;

/// <summary>
/// The transform of a kernel for Winograd's algorithm in one direction: its values at four to eight points, in double precision (Lavin and Gray,
/// "Fast Algorithms for Convolutional Neural Networks", 2016).
/// </summary>
internal sealed class WinogradKernel
{
    /// <summary>Kernels that are transformed at a time: every number of lanes is a multiple.</summary>
    private const int Side = 4;

    /// <summary>The points but the last, which is infinity; the compiler writes the transforms of inputs and outputs for the same ones.</summary>
    private static readonly double[] PlacesOfFour = [0, 1, -1];

    private static readonly double[] PlacesOfSix = [0, 0.75, -0.75, 1.5, -1.5];

    private static readonly double[] PlacesOfSeven = [0.375, -0.375, 0.875, -0.875, 1.75, -1.75];

    private static readonly double[] PlacesOfEight = [0, 0.5, -0.5, 1, -1, 1.75, -1.75];

    private readonly int _taps;

    /// <summary>Each row makes one value of the taps: 1, p, p^2, ..., divided by the differences between p and all other points.</summary>
    private readonly double[] _matrix;

    /// <summary>Prepares a transform.</summary>
    /// <param name="taps">Taps of the kernel, at least two.</param>
    /// <param name="points">Its values: 4, 6, 7 or 8.</param>
    public WinogradKernel(int taps, int points)
    {
        (_taps, Points) = (taps, points);
        double[] places = points switch { 4 => PlacesOfFour, 6 => PlacesOfSix, 7 => PlacesOfSeven, _ => PlacesOfEight };
        _matrix = new double[points * taps];
        for (int point = 0; point < places.Length; point++)
        {
            double power = 1;
            foreach (double other in places)
                if (other != places[point])
                    power /= places[point] - other;
            for (int tap = 0; tap < taps; tap++, power *= places[point])
                _matrix[point * taps + tap] = power;
        }
        _matrix[^1] = 1;
    }

    /// <summary>How many values it makes.</summary>
    public int Points { get; }

    /// <summary>Transforms taps one by one: for small kernels, where compiling the transform of many takes longer.</summary>
    /// <param name="taps">Where the taps are.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="step">From one tap to the next.</param>
    /// <param name="values">Where the values go.</param>
    /// <param name="firstValue">The first of them.</param>
    /// <param name="valueStep">From one value to the next.</param>
    public void Transform(double[] taps, int first, int step, double[] values, int firstValue, int valueStep)
    {
        for (int point = 0; point < Points; point++)
        {
            double sum = 0;
            for (int tap = 0; tap < _taps; tap++)
                sum += _matrix[point * _taps + tap] * taps[first + tap * step];
            values[firstValue + point * valueStep] = sum;
        }
    }

    /// <summary>Transforms kernels that lie side by side as lanes in two directions; without fused additions, so that the bits are the same everywhere.</summary>
    /// <param name="down">The transform from row to row.</param>
    /// <param name="across">The transform from column to column.</param>
    /// <param name="kernels">The taps row by row, each of so many lanes.</param>
    /// <param name="lanes">The number of kernels, a multiple of four.</param>
    /// <param name="transformed">The first of the products, each of so many lanes.</param>
    /// <param name="step">From one product to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform(WinogradKernel down, WinogradKernel across, ref float kernels, int lanes, ref float transformed, int step)
    {
        int columns = across._taps;
        Span<Vector256<double>> space = stackalloc Vector256<double>[down._taps + down.Points * columns + across.Points];
        ref var column = ref MemoryMarshal.GetReference(space);
        ref var half = ref Unsafe.Add(ref column, down._taps);
        ref var line = ref Unsafe.Add(ref half, down.Points * columns);
        for (int lane = 0; lane < lanes; lane += Side)
        {
            for (int x = 0; x < columns; x++)
            {
                for (int y = 0; y < down._taps; y++)
                    Unsafe.Add(ref column, y) = Load(ref kernels, (y * columns + x) * lanes + lane);
                down.Spread(ref column, ref Unsafe.Add(ref half, x), columns);
            }
            ref float target = ref Unsafe.Add(ref transformed, lane);
            for (int y = 0; y < down.Points; y++)
            {
                across.Spread(ref Unsafe.Add(ref half, y * columns), ref line, 1);
                for (int x = 0; x < across.Points; x++)
                {
                    var value = Unsafe.Add(ref line, x);
                    Vector128.Narrow(value.GetLower(), value.GetUpper()).StoreUnsafe(ref target);
                    target = ref Unsafe.Add(ref target, step);
                }
            }
        }
    }

    /// <summary>Transforms rows of columns of kernels that lie side by side as lanes, from row to row; without fused additions.</summary>
    /// <param name="rows">The taps row by row.</param>
    /// <param name="length">The values of a row: its columns times the lanes, a multiple of four.</param>
    /// <param name="transformed">The first of the rows that they become.</param>
    /// <param name="step">From one of these to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void TransformColumns(ref float rows, int length, ref float transformed, int step)
    {
        Span<Vector256<double>> space = stackalloc Vector256<double>[_taps + Points];
        ref var column = ref MemoryMarshal.GetReference(space);
        ref var values = ref Unsafe.Add(ref column, _taps);
        for (int lane = 0; lane < length; lane += Side)
        {
            for (int tap = 0; tap < _taps; tap++)
                Unsafe.Add(ref column, tap) = Load(ref rows, tap * length + lane);
            Spread(ref column, ref values, 1);
            ref float target = ref Unsafe.Add(ref transformed, lane);
            for (int point = 0; point < Points; point++)
            {
                var value = Unsafe.Add(ref values, point);
                Vector128.Narrow(value.GetLower(), value.GetUpper()).StoreUnsafe(ref target);
                target = ref Unsafe.Add(ref target, step);
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
    /// The values of the taps at all points. Points in pairs of opposite sign share their even and odd parts; at 0, which is there where the points are even
    /// in number, only the first tap counts, at infinity the last.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Spread(ref Vector256<double> taps, ref Vector256<double> values, int step)
    {
        ref double matrix = ref MemoryMarshal.GetArrayDataReference(_matrix);
        int first = 1 - Points % 2;
        if (first == 1)
            values = Vector256.Create(matrix) * taps;
        for (int pair = first; pair < Points - 1; pair += 2)
        {
            ref double row = ref Unsafe.Add(ref matrix, pair * _taps);
            var even = Vector256.Create(row) * taps;
            var odd = Vector256.Create(Unsafe.Add(ref row, 1)) * Unsafe.Add(ref taps, 1);
            for (int tap = 2; tap < _taps; tap += 2)
                even += Vector256.Create(Unsafe.Add(ref row, tap)) * Unsafe.Add(ref taps, tap);
            for (int tap = 3; tap < _taps; tap += 2)
                odd += Vector256.Create(Unsafe.Add(ref row, tap)) * Unsafe.Add(ref taps, tap);
            Unsafe.Add(ref values, pair * step) = even + odd;
            // The differences between -p and the other points have the signs of those of p where they are even in number.
            Unsafe.Add(ref values, (pair + 1) * step) = first == 1 ? even - odd : odd - even;
        }
        Unsafe.Add(ref values, (Points - 1) * step) = Unsafe.Add(ref taps, _taps - 1);
    }
}
