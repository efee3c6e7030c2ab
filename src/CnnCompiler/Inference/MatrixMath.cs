using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnCompiler.Inference;

/// <summary>Products of matrices that are known only at run time. Each element is summed in the order of the inner axis, whatever the vectors are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MatrixMath
{
    /// <summary>Writes left * right; the product lies row by row without gaps.</summary>
    /// <param name="left">The first element of the left matrix.</param>
    /// <param name="leftRow">From one row of it to the next.</param>
    /// <param name="leftColumn">From one column of it to the next.</param>
    /// <param name="right">The first element of the right matrix.</param>
    /// <param name="rightRow">From one row of it to the next.</param>
    /// <param name="rightColumn">From one column of it to the next.</param>
    /// <param name="product">The first element of the product.</param>
    /// <param name="rows">Rows of the left matrix and the product.</param>
    /// <param name="inner">Columns of the left and rows of the right matrix.</param>
    /// <param name="columns">Columns of the right matrix and the product.</param>
    public static void Multiply(
        ref float left, int leftRow, int leftColumn, ref float right, int rightRow, int rightColumn, ref float product, int rows, int inner, int columns)
    {
        int done = 0;
        if (rightColumn == 1)
        {
            if (VectorPath.Has512)
                done = MultiplyColumns<Float512, Vector512<float>>(ref left, leftRow, leftColumn, ref right, rightRow, ref product, rows, inner, 0, columns);
            if (VectorPath.Has256)
                done = MultiplyColumns<Float256, Vector256<float>>(ref left, leftRow, leftColumn, ref right, rightRow, ref product, rows, inner, done, columns);
            done = VectorPath.HasFma128
                ? MultiplyColumns<Float128, Vector128<float>>(ref left, leftRow, leftColumn, ref right, rightRow, ref product, rows, inner, done, columns)
                : MultiplyColumns<Float128NoFma, Vector128<float>>(ref left, leftRow, leftColumn, ref right, rightRow, ref product, rows, inner, done, columns);
        }
        for (int row = 0; row < rows; row++)
            for (int column = done; column < columns; column++)
            {
                ref float a = ref Unsafe.Add(ref left, row * leftRow);
                ref float b = ref Unsafe.Add(ref right, column * rightColumn);
                float sum = 0;
                for (int k = 0; k < inner; k++)
                {
                    sum = VectorPath.HasFma128 ? MathF.FusedMultiplyAdd(a, b, sum) : a * b + sum;
                    a = ref Unsafe.Add(ref a, leftColumn);
                    b = ref Unsafe.Add(ref b, rightRow);
                }
                Unsafe.Add(ref product, row * columns + column) = sum;
            }
    }

    /// <summary>Writes left * right of any numbers; as for float32.</summary>
    public static void Multiply<T>(
        ref T left, int leftRow, int leftColumn, ref T right, int rightRow, int rightColumn, ref T product, int rows, int inner, int columns)
        where T : struct, INumber<T>
    {
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
            {
                T sum = T.Zero;
                for (int k = 0; k < inner; k++)
                    sum += Unsafe.Add(ref left, row * leftRow + k * leftColumn) * Unsafe.Add(ref right, k * rightRow + column * rightColumn);
                Unsafe.Add(ref product, row * columns + column) = sum;
            }
    }

    /// <summary>The columns that whole vectors fill, four rows at a time so that each vector of the right matrix is read once for all of them; returns the
    /// first column left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int MultiplyColumns<V, T>(
        ref float left, int leftRow, int leftColumn, ref float right, int rightRow, ref float product, int rows, int inner, int first, int columns)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        int column = first;
        for (; column + V.Count <= columns; column += V.Count)
        {
            int row = 0;
            for (; row + 4 <= rows; row += 4)
            {
                ref float a = ref Unsafe.Add(ref left, row * leftRow);
                ref float b = ref Unsafe.Add(ref right, column);
                T s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
                for (int k = 0; k < inner; k++)
                {
                    var lanes = V.Load(ref b);
                    s0 = V.MultiplyAdd(V.Broadcast(a), lanes, s0);
                    s1 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref a, leftRow)), lanes, s1);
                    s2 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref a, 2 * leftRow)), lanes, s2);
                    s3 = V.MultiplyAdd(V.Broadcast(Unsafe.Add(ref a, 3 * leftRow)), lanes, s3);
                    a = ref Unsafe.Add(ref a, leftColumn);
                    b = ref Unsafe.Add(ref b, rightRow);
                }
                ref float target = ref Unsafe.Add(ref product, row * columns + column);
                V.Store(s0, ref target);
                V.Store(s1, ref Unsafe.Add(ref target, columns));
                V.Store(s2, ref Unsafe.Add(ref target, 2 * columns));
                V.Store(s3, ref Unsafe.Add(ref target, 3 * columns));
            }
            for (; row < rows; row++)
            {
                ref float a = ref Unsafe.Add(ref left, row * leftRow);
                ref float b = ref Unsafe.Add(ref right, column);
                var sum = V.Zero;
                for (int k = 0; k < inner; k++)
                {
                    sum = V.MultiplyAdd(V.Broadcast(a), V.Load(ref b), sum);
                    a = ref Unsafe.Add(ref a, leftColumn);
                    b = ref Unsafe.Add(ref b, rightRow);
                }
                V.Store(sum, ref Unsafe.Add(ref product, row * columns + column));
            }
        }
        return column;
    }
}
