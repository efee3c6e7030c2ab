using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Oracle.Models;
using static CnnCompiler.Generator.Tests.Kernels.TestTensor;

namespace CnnCompiler.Generator.Tests.Kernels;

/// <summary>Normalisations against ONNX Runtime.</summary>
public class NormalizationTests
{
    public static TheoryData<int[]> Shapes => new() { new[] { 2, 6, 5 }, new[] { 3, 6, 4, 5 }, new[] { 1, 6, 2, 3, 4 }, new[] { 2, 6, 1, 1 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void BatchNormalization_OfAnyRank_IsOnnxRuntimes(int[] shape) => Operands(new OnnxCase("BatchNormalization"), shape)
        .Operand(Floats(4, 6)).Operand(Between(0.2f, 2, 5, 6)).With("epsilon", 1e-3f).Check(new BatchNormalization(1e-3f), 1e-5);

    [Fact]
    public void BatchNormalization_OfFeatures_IsOnnxRuntimes() => Operands(new OnnxCase("BatchNormalization"), [4, 6])
        .Operand(Floats(4, 6)).Operand(Between(0.2f, 2, 5, 6)).With("epsilon", 1e-3f).Check(new BatchNormalization(1e-3f), 1e-5);

    [Fact]
    public void BatchNormalization_InTraining_UsesTheBatchAndUpdatesTheStatistics() => Operands(new OnnxCase("BatchNormalization"), [3, 6, 4, 5])
        .Operand(Floats(4, 6)).Operand(Between(0.2f, 2, 5, 6)).With("training_mode", 1).With("epsilon", 1e-3f).With("momentum", 0.8f)
        .Check(new BatchNormalizationTraining(1e-3f, 0.8f), 1e-5);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void InstanceNormalization_OfAnyRank_IsOnnxRuntimes(int[] shape) =>
        Operands(new OnnxCase("InstanceNormalization"), shape).With("epsilon", 1e-2f).Check(new InstanceNormalization(1e-2f), 1e-5);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void GroupNormalization_WithAScaleForEachChannel_IsOnnxRuntimes(int[] shape)
    {
        foreach (int groups in new[] { 1, 2, 3, 6 })
            Operands(new OnnxCase("GroupNormalization"), shape).With("epsilon", 1e-2f).With("num_groups", groups)
                .Check(new GroupNormalization(groups, 1e-2f), 1e-5);
    }

    [Fact]
    public void GroupNormalization_WithAScaleForEachGroup_IsOnnxRuntimes() => new OnnxCase("GroupNormalization", opset: 18)
        .Operand(Floats(1, 2, 6, 3, 4)).Operand(Floats(2, 3)).Operand(Floats(3, 3)).With("epsilon", 1e-2f).With("num_groups", 3)
        .Check(new GroupNormalization(3, 1e-2f), 1e-5);

    [Fact]
    public void LayerNormalization_FromAnyAxis_IsOnnxRuntimes()
    {
        int[] shape = [2, 3, 4, 5];
        for (int axis = 0; axis < 4; axis++)
        {
            int[] inner = shape[axis..];
            new OnnxCase("LayerNormalization").Operand(Floats(1, shape)).Operand(Floats(2, inner)).Operand(Floats(3, inner)).With("axis", axis)
                .With("epsilon", 1e-2f)
                .Check(new LayerNormalization(axis, 1e-2f), 1e-5);
            new OnnxCase("LayerNormalization").Operand(Floats(1, shape)).Operand(Floats(2, inner)).With("axis", axis).With("epsilon", 1e-2f)
                .Check(new LayerNormalization(axis, 1e-2f), 1e-5);
        }
    }

    [Fact]
    public void RootMeanSquareNormalization_IsOnnxRuntimes() => new OnnxCase("RMSNormalization", opset: 23)
        .Operand(Floats(1, 2, 3, 4)).Operand(Floats(2, 4)).With("axis", -1).With("epsilon", 1e-2f)
        .Check(new LayerNormalization(2, 1e-2f) { KeepsMean = true }, 1e-5);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void LocalResponseNormalization_OfAnySize_IsOnnxRuntimes(int size)
    {
        if (size % 2 == 1)
            new OnnxCase("LRN").Operand(Floats(1, 2, 6, 3, 4)).With("size", size).With("alpha", 0.5f).With("beta", 0.6f).With("bias", 1.5f)
                .Check(new LocalResponseNormalization(size, 0.5f, 0.6f, 1.5f), 1e-5);
        else
            // ONNX Runtime takes odd sizes only; by the standard an even one reaches one channel farther up than down.
            Assert.Equal(
                Of([3 / (1 + 2f * 34), 5 / (1 + 2f * 74), 7 / (1 + 2f * 49)], 3).Bytes,
                KernelHarness.Run(new LocalResponseNormalization(size, 4, 1, 1), Of([3, 5, 7], 1, 3, 1, 1))[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void LpNormalization_AlongAnyAxis_IsOnnxRuntimes(int power)
    {
        for (int axis = 0; axis < 3; axis++)
            new OnnxCase("LpNormalization").Operand(Floats(1, 3, 4, 5)).With("axis", axis).With("p", power).Check(new LpNormalization(axis, power));
        new OnnxCase("LpNormalization").Operand(Of([0, 0, 3, 4], 2, 2)).With("axis", 1).With("p", power).Check(new LpNormalization(1, power));
    }

    [Fact]
    public void MeanVarianceNormalization_OverAnyAxes_IsOnnxRuntimes()
    {
        new OnnxCase("MeanVarianceNormalization", opset: 13).Operand(Floats(1, 3, 4, 5, 2)).With("axes", 0L, 2L, 3L)
            .Check(new MeanVarianceNormalization(EquatableArray.Of(0, 2, 3)), 1e-5);
        new OnnxCase("MeanVarianceNormalization", opset: 13).Operand(Floats(1, 3, 4, 5, 2)).With("axes", 2L, 3L)
            .Check(new MeanVarianceNormalization(EquatableArray.Of(2, 3)), 1e-5);
    }

    private static OnnxCase Operands(OnnxCase onnx, int[] shape) => onnx.Operand(Floats(1, shape)).Operand(Floats(2, shape[1])).Operand(Floats(3, shape[1]));
}
