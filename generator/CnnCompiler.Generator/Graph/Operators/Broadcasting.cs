namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>How operands of different shapes meet: axes are matched from the last one, and an axis of one element stretches (NumPy's rule).</summary>
internal static class Broadcasting
{
    public static int[] Shape(IEnumerable<TensorType> operands) => operands.Select(operand => operand.Shape).Aggregate(Array.Empty<int>(), Join);

    private static int[] Join(int[] left, IReadOnlyList<int> right)
    {
        int rank = Math.Max(left.Length, right.Count);
        int[] joined = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int l = axis < rank - left.Length ? 1 : left[axis - rank + left.Length];
            int r = axis < rank - right.Count ? 1 : right[axis - rank + right.Count];
            joined[axis] = l == 1 ? r : r == 1 || r == l ? l
                : throw new ArgumentException($"Shapes [{string.Join(", ", left)}] and [{string.Join(", ", right)}] do not fit each other: {l} against {r}.");
        }
        return joined;
    }
}
