using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>One value from many.</summary>
internal static class Reductions
{
    public static void Register(OperatorTable table)
    {
        // The opsets from which the axes are an operand.
        Register(table, "ReduceSum", ReductionKind.Sum, 13);
        Register(table, "ReduceMean", ReductionKind.Mean, 18);
        Register(table, "ReduceMax", ReductionKind.Maximum, 18);
        Register(table, "ReduceMin", ReductionKind.Minimum, 18);
        Register(table, "ReduceProd", ReductionKind.Product, 18);
        Register(table, "ReduceL1", ReductionKind.L1, 18);
        Register(table, "ReduceL2", ReductionKind.L2, 18);
        Register(table, "ReduceSumSquare", ReductionKind.SumOfSquares, 18);
        Register(table, "ReduceLogSum", ReductionKind.LogOfSum, 18);
        Register(table, "ReduceLogSumExp", ReductionKind.LogOfSumOfExp, 18);
    }

    private static void Register(OperatorTable table, string name, ReductionKind kind, int axesAsOperand) => table.Add(name, site =>
    {
        var x = site.Input(0);
        IReadOnlyList<long>? axes = site.Opset < axesAsOperand ? site.List("axes") : site.OptionalIntegers(1, "axes");
        bool all = axes is not { Count: > 0 } && !(site.Opset >= axesAsOperand && site.Flag("noop_with_empty_axes"));
        int[] settled = all ? [.. Enumerable.Range(0, x.Type.Rank)] : ImportSite.Axes(axes ?? [], x.Type.Rank);
        return site.Add(new Reduce(kind, settled.ToEquatableArray(), site.Flag("keepdims", fallback: true)), x);
    });
}
