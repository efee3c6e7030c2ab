using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Onnx;

/// <summary>The multiplications with an addition that an operator takes, as summaries count them: those of convolutions and products alone.</summary>
internal static class OperatorCost
{
    public static long MultiplyAdds(Operator op, IReadOnlyList<TensorType> inputs, TensorType output) => op switch
    {
        Convolution or ConvolutionNd or Graph.Operators.Dense => (long)output.Length * PerFilter(inputs[1]),
        TransposedConvolution => (long)inputs[0].Length * PerFilter(inputs[1]),
        MatMul => (long)output.Length * inputs[0].Shape[inputs[0].Rank - 1],
        Gemm { TransposesA: var transposed } => (long)output.Length * inputs[0].Shape[transposed ? 0 : 1],
        _ => 0,
    };

    private static long PerFilter(TensorType kernels) => kernels.Shape.Skip(1).Aggregate(1L, (product, axis) => product * axis);
}
