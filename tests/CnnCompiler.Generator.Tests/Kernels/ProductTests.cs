using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Oracle.Models;
using static CnnCompiler.Generator.Tests.Kernels.TestTensor;

namespace CnnCompiler.Generator.Tests.Kernels;

/// <summary>Products of matrices and softmax against ONNX Runtime.</summary>
public class ProductTests
{
    public static TheoryData<int[], int[]> Shapes => new()
    {
        { [3, 4], [4, 5] },
        { [9, 17], [17, 70] },
        { [4], [4, 37] },
        { [3, 4], [4] },
        { [4], [4] },
        { [2, 3, 5, 4], [4, 6] },
        { [2, 3, 5, 4], [2, 3, 4, 6] },
        { [2, 1, 5, 4], [3, 4, 6] },
        { [3, 5, 4], [2, 1, 4, 20] },
        { [2, 5, 4], [4] },
        { [4], [3, 4, 2] },
        { [1, 1, 5, 4], [1, 4, 6] },
        { [3, 0], [0, 5] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void MatMul_OfAnyRank_IsOnnxRuntimes(int[] left, int[] right)
    {
        new OnnxCase("MatMul").Operand(Floats(1, left)).Operand(Floats(2, right)).Check(new MatMul(), 1e-5);
        new OnnxCase("MatMul").Operand(Doubles(1, left)).Operand(Doubles(2, right)).Check(new MatMul(), 1e-12);
        new OnnxCase("MatMul").Operand(Longs(-9, 9, 1, left)).Operand(Longs(-9, 9, 2, right)).Check(new MatMul());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Gemm_TransposesAndScales(bool transposesA, bool transposesB)
    {
        TensorData?[] addends = [null, Floats(3, 5, 21), Floats(3, 21), Floats(3, 5, 1), Scalar(0.5f), Floats(3, 1)];
        foreach (var (alpha, beta) in new[] { (1f, 1f), (0.5f, 2f) })
            foreach (var addend in addends)
            {
                var gemm = new OnnxCase("Gemm").Operand(transposesA ? Floats(1, 7, 5) : Floats(1, 5, 7))
                    .Operand(transposesB ? Floats(2, 21, 7) : Floats(2, 7, 21));
                if (addend is not null)
                    gemm.Operand(addend);
                gemm.With("alpha", alpha).With("beta", beta).With("transA", transposesA ? 1 : 0).With("transB", transposesB ? 1 : 0)
                    .Check(new Gemm(alpha, beta, transposesA, transposesB), 1e-5);
            }
    }

    [Theory]
    [InlineData("Softmax", SoftmaxKind.Softmax)]
    [InlineData("LogSoftmax", SoftmaxKind.LogSoftmax)]
    [InlineData("Hardmax", SoftmaxKind.Hardmax)]
    internal void Softmax_AlongAnyAxis_IsOnnxRuntimes(string type, SoftmaxKind kind)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            new OnnxCase(type).Operand(Floats(1, 3, 4, 5)).With("axis", axis).Check(new SoftmaxAlong(kind, axis, Flattened: false));
            new OnnxCase(type, opset: 11).Operand(Floats(1, 3, 4, 5)).With("axis", axis).Check(new SoftmaxAlong(kind, axis, Flattened: true));
        }
        new OnnxCase(type).Operand(Floats(1, 1, 37)).With("axis", 1).Check(new SoftmaxAlong(kind, 1, Flattened: false));
        new OnnxCase(type).Operand(Of([1000, 1001, 999, -1000], 1, 4)).With("axis", 1).Check(new SoftmaxAlong(kind, 1, Flattened: false));
        if (kind != SoftmaxKind.Hardmax)
            new OnnxCase(type).Operand(Doubles(1, 3, 4)).With("axis", 0).Check(new SoftmaxAlong(kind, 0, Flattened: false), 1e-12);
    }
}
