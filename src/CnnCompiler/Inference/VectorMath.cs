using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnCompiler.Inference;

/// <summary>Functions of vectors that are made of the vectors' own operations, so that they give the same bits at every width.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VectorMath
{
    /// <summary>e to the power of x, to about one unit in the last place.</summary>
    /// <remarks>
    /// x = n ln 2 + r, with ln 2 in two parts, and a polynomial for e^r (Moshier's Cephes, expf). The vector library of .NET computes in float64, which takes
    /// several times as long, and is compiled without optimisation at first: a small net's first hundred milliseconds then ran at a quarter of its speed.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<V, T>(T value)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        // Beyond these limits the result is zero or infinity; in this order of the operands a NaN goes through.
        var x = V.Min(V.Broadcast(89), V.Max(V.Broadcast(-104), value));
        // Adding 1.5 * 2^23 rounds to a whole number.
        var power = V.Subtract(V.MultiplyAdd(x, V.Broadcast(1.44269504f), V.Broadcast(12582912)), V.Broadcast(12582912));
        var rest = V.MultiplyAdd(power, V.Broadcast(2.12194440e-4f), V.MultiplyAdd(power, V.Broadcast(-0.693359375f), x));
        var polynomial = V.MultiplyAdd(V.Broadcast(1.9875691500e-4f), rest, V.Broadcast(1.3981999507e-3f));
        polynomial = V.MultiplyAdd(polynomial, rest, V.Broadcast(8.3334519073e-3f));
        polynomial = V.MultiplyAdd(polynomial, rest, V.Broadcast(4.1665795894e-2f));
        polynomial = V.MultiplyAdd(polynomial, rest, V.Broadcast(1.6666665459e-1f));
        polynomial = V.MultiplyAdd(polynomial, rest, V.Broadcast(5.0000001201e-1f));
        polynomial = V.Add(V.MultiplyAdd(polynomial, V.Multiply(rest, rest), rest), V.Broadcast(1));
        return V.Scale(polynomial, power);
    }

    /// <summary>The approximation of Gelu with a hyperbolic tangent (Hendrycks and Gimpel 2016): x / 2 * (1 + tanh(u)), which is x / (1 + exp(-2u)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T GeluTanh<V, T>(T value)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        var cubic = V.MultiplyAdd(V.Multiply(V.Multiply(value, value), V.Broadcast(0.044715f)), value, value);
        var one = V.Broadcast(1);
        return V.Divide(value, V.Add(one, V.Exp(V.Multiply(cubic, V.Broadcast(-1.5957691f)))));
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<V, T>(T value)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        var one = V.Broadcast(1);
        return V.Divide(one, V.Add(one, V.Exp(V.Subtract(V.Zero, value))));
    }

    /// <summary>The hyperbolic tangent, to about two units in the last place.</summary>
    /// <remarks>
    /// Near zero 1 - 2 / (exp(2x) + 1) loses all digits, so below 0.625 an odd polynomial takes its place (Moshier's Cephes, tanhf). Both
    /// work on the value without its sign, which is then put back.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<V, T>(T value)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        var magnitude = V.Abs(value);
        var square = V.Multiply(value, value);
        var polynomial = V.MultiplyAdd(V.Broadcast(-5.70498872745e-3f), square, V.Broadcast(2.06390887954e-2f));
        polynomial = V.MultiplyAdd(polynomial, square, V.Broadcast(-5.37397155531e-2f));
        polynomial = V.MultiplyAdd(polynomial, square, V.Broadcast(1.33314422036e-1f));
        polynomial = V.MultiplyAdd(polynomial, square, V.Broadcast(-3.33332819422e-1f));
        polynomial = V.MultiplyAdd(V.Multiply(polynomial, square), value, value);

        var one = V.Broadcast(1);
        var far = V.Subtract(one, V.Divide(V.Broadcast(2), V.Add(V.Exp(V.Add(magnitude, magnitude)), one)));
        far = V.SelectPositive(value, far, V.Subtract(V.Zero, far));
        return V.SelectPositive(V.Subtract(magnitude, V.Broadcast(0.625f)), far, polynomial);
    }

    /// <summary>The sums of rows of sixteen values, added in one order whatever the vectors are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumSixteens(ref float values, ref float sums, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float start = ref Unsafe.Add(ref values, row * 16);
            var four = (Vector128.LoadUnsafe(ref start) + Vector128.LoadUnsafe(ref start, 4)) + (Vector128.LoadUnsafe(ref start, 8) + Vector128.LoadUnsafe(ref start, 12));
            var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
            Unsafe.Add(ref sums, row) = two[0] + two[1];
        }
    }

    /// <summary>The sum of values in four interleaved parts, one order whatever the vectors are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(ref float values, int length)
    {
        float first = 0, second = 0, third = 0, fourth = 0;
        int index = 0;
        for (; index + 4 <= length; index += 4)
        {
            first += Unsafe.Add(ref values, index);
            second += Unsafe.Add(ref values, index + 1);
            third += Unsafe.Add(ref values, index + 2);
            fourth += Unsafe.Add(ref values, index + 3);
        }
        for (; index < length; index++)
            first += Unsafe.Add(ref values, index);
        return (first + second) + (third + fourth);
    }
}
