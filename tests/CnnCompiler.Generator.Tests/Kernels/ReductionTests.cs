using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Oracle.Models;
using static CnnCompiler.Generator.Tests.Kernels.TestTensor;

namespace CnnCompiler.Generator.Tests.Kernels;

/// <summary>Reductions, searches and running sums against ONNX Runtime.</summary>
public class ReductionTests
{
    [Theory]
    [InlineData("ReduceSum", "Sum")]
    [InlineData("ReduceMean", "Mean")]
    [InlineData("ReduceMax", "Maximum")]
    [InlineData("ReduceMin", "Minimum")]
    [InlineData("ReduceProd", "Product")]
    [InlineData("ReduceL1", "L1")]
    [InlineData("ReduceL2", "L2")]
    [InlineData("ReduceSumSquare", "SumOfSquares")]
    [InlineData("ReduceLogSumExp", "LogOfSumOfExp")]
    [InlineData("ReduceLogSum", "LogOfSum")]
    public void Reduce_OverAnyAxes_IsOnnxRuntimes(string type, string kind)
    {
        var data = type == "ReduceLogSum" ? Between(0.1f, 2, 1, 2, 3, 4, 5) : Floats(1, 2, 3, 4, 5);
        int[][] axes = [[0], [3], [1, 2], [0, 2], [0, 1, 2, 3]];
        foreach (int[] some in axes)
        {
            bool keeps = some.Length % 2 == 0;
            Case(type, data, some, keeps).Check(Kind(kind, keeps, some), 1e-5);
        }
    }

    [Theory]
    [InlineData("ReduceSum", "Sum")]
    [InlineData("ReduceMax", "Maximum")]
    [InlineData("ReduceMin", "Minimum")]
    [InlineData("ReduceProd", "Product")]
    [InlineData("ReduceMean", "Mean")]
    public void Reduce_OfWholeNumbers_IsOnnxRuntimes(string type, string kind)
    {
        Case(type, Ints(1, 9, 1, 3, 4), [1], true).Check(Kind(kind, true, 1));
        Case(type, Longs(1, 9, 1, 3, 4), [0], false).Check(Kind(kind, false, 0));
    }

    [Theory]
    [InlineData("ReduceSum", "Sum")]
    [InlineData("ReduceProd", "Product")]
    [InlineData("ReduceL1", "L1")]
    [InlineData("ReduceL2", "L2")]
    [InlineData("ReduceSumSquare", "SumOfSquares")]
    [InlineData("ReduceLogSumExp", "LogOfSumOfExp")]
    [InlineData("ReduceLogSum", "LogOfSum")]
    public void Reduce_OfNothing_IsTheNeutralValue(string type, string kind) => Case(type, Floats(1, 2, 0, 4), [1], true).Check(Kind(kind, true, 1));

    [Fact]
    public void Reduce_OfExtremes_DoesNotOverflow() =>
        Case("ReduceLogSumExp", Of([200, 300, -500, float.NegativeInfinity, float.NegativeInfinity, float.PositiveInfinity, 1, 2], 4, 2), [1], false)
            .Check(Kind("LogOfSumOfExp", false, 1));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ArgReduce_FindsFirstOrLast(bool last)
    {
        foreach (string type in new[] { "ArgMax", "ArgMin" })
            for (int axis = 0; axis < 3; axis++)
            {
                new OnnxCase(type).Operand(Ints(0, 3, 1, 3, 5, 4)).With("axis", axis).With("keepdims", 1).With("select_last_index", last ? 1 : 0)
                    .Check(new ArgReduce(axis, true, type == "ArgMin", last));
                new OnnxCase(type).Operand(Floats(1, 3, 5, 4)).With("axis", axis).With("keepdims", 0).With("select_last_index", last ? 1 : 0)
                    .Check(new ArgReduce(axis, false, type == "ArgMin", last));
            }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void CumulativeSum_IsOnnxRuntimes(bool exclusive, bool reverse)
    {
        for (int axis = 0; axis < 2; axis++)
            new OnnxCase("CumSum").Operand(Floats(1, 4, 5)).Setting(Scalar(axis)).With("exclusive", exclusive ? 1 : 0).With("reverse", reverse ? 1 : 0)
                .Check(new CumulativeSum(axis, exclusive, reverse));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TopK_KeepsTheOrderOfEqualValues(bool largest)
    {
        for (int axis = 0; axis < 2; axis++)
        {
            new OnnxCase("TopK").Operand(Ints(0, 4, 1, 6, 7)).Setting(List(4))
                .With("axis", axis).With("largest", largest ? 1 : 0).Check(new TopK(axis, 4, largest));
            new OnnxCase("TopK").Operand(Floats(1, 6, 7)).Setting(List(6))
                .With("axis", axis).With("largest", largest ? 1 : 0).Check(new TopK(axis, 6, largest));
        }
    }

    private static OnnxCase Case(string type, TensorData data, int[] axes, bool keeps) =>
        new OnnxCase(type).Operand(data).Setting(List([.. axes.Select(axis => (long)axis)])).With("keepdims", keeps ? 1 : 0);

    private static Reduce Kind(string kind, bool keeps, params int[] axes) => new(Enum.Parse<ReductionKind>(kind), EquatableArray.Of(axes), keeps);
}
