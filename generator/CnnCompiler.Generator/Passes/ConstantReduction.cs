using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Passes;

/// <summary>Reduces small constants.</summary>
internal static class ConstantReduction
{
    /// <summary>The reduced constant, or null for what is not computed here.</summary>
    public static ConstantTensor? Evaluate(Reduce op, TensorType type, ConstantTensor input)
    {
        if (input.Type.Element == ElementType.Boolean || input.Values.Length == 0 || ConstantPointwise.HasHighBit(input))
            return null;
        // The kept axes in front, those that are reduced behind them: then every run of elements is one result.
        int[] order = [.. Enumerable.Range(0, input.Type.Rank).OrderBy(axis => op.Axes.Contains(axis) ? 1 : 0)];
        var indices = TensorIndices.Transpose(input.Type, new Transpose(order.ToEquatableArray()));
        int run = input.Values.Length / type.Length;
        if (input.Type.Element.IsWhole())
        {
            long[] values = input.Integers();
            long[] results = new long[type.Length];
            for (int index = 0; index < results.Length; index++)
                if (Integer(op.Kind, Run(values, indices, index * run, run)) is { } result)
                    results[index] = result;
                else
                    return null;
            return ConstantPointwise.Of(type, results);
        }
        double[] numbers = input.Doubles();
        double[] reduced = new double[type.Length];
        for (int index = 0; index < reduced.Length; index++)
            if (Number(op.Kind, Run(numbers, indices, index * run, run)) is { } result)
                reduced[index] = result;
            else
                return null;
        return ConstantPointwise.Of(type, reduced);
    }

    private static T[] Run<T>(T[] values, IReadOnlyList<int> indices, int start, int length) =>
        [.. Enumerable.Range(start, length).Select(index => values[indices[index]])];

    private static long? Integer(ReductionKind kind, long[] values) => kind switch
    {
        ReductionKind.Sum => values.Aggregate(0L, (sum, value) => unchecked(sum + value)),
        ReductionKind.Product => values.Aggregate(1L, (product, value) => unchecked(product * value)),
        ReductionKind.Maximum => values.Max(),
        ReductionKind.Minimum => values.Min(),
        _ => null,
    };

    private static double? Number(ReductionKind kind, double[] values) => kind switch
    {
        ReductionKind.Sum => values.Sum(),
        ReductionKind.Mean => values.Average(),
        ReductionKind.Product => values.Aggregate(1.0, (product, value) => product * value),
        ReductionKind.Maximum when !values.Any(double.IsNaN) => values.Max(),
        ReductionKind.Minimum when !values.Any(double.IsNaN) => values.Min(),
        _ => null,
    };
}
