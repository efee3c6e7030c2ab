using System.Numerics;
using System.Runtime.CompilerServices;

namespace CnnCompiler.Training.Kernels;

/// <summary>Sums over rows, a value for each column: gradients of biases, statistics of channels.</summary>
internal static class ColumnSums
{
    /// <summary>Adds every row to the sums, top to bottom.</summary>
    /// <param name="values">The rows, one after the other.</param>
    /// <param name="sums">A sum for each column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> values, Span<float> sums)
    {
        int columns = sums.Length;
        int rows = values.Length / columns;
        int column = 0;
        for (; column <= columns - Vector<float>.Count; column += Vector<float>.Count)
        {
            var sum = Vector<float>.Zero;
            for (int row = 0; row < rows; row++)
                sum += new Vector<float>(values[(row * columns + column)..]);
            (new Vector<float>(sums[column..]) + sum).CopyTo(sums[column..]);
        }
        for (; column < columns; column++)
        {
            float sum = 0;
            for (int row = 0; row < rows; row++)
                sum += values[row * columns + column];
            sums[column] += sum;
        }
    }
}
