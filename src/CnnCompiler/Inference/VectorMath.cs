using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnCompiler.Inference;

/// <summary>Functions of vectors that are made of the vectors' own operations, so that they give the same bits at every width.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VectorMath
{
    /// <summary>1 / (1 + exp(-x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V value)
        where V : struct, IFloatVector<V>
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
    public static V Tanh<V>(V value)
        where V : struct, IFloatVector<V>
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
