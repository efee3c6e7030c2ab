using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Passes;

/// <summary>The weights of convolutions and transposed convolutions, into which factors and summands of the output channels can be folded.</summary>
internal static class FilterWeights
{
    /// <summary>Whether a node's sums go out as they are, and its weights are the compiler's to change.</summary>
    public static bool CanScale(Node? node) => node?.Operator switch
    {
        Convolution { Activation: null, PoolsTwoByTwo: false } => true,
        TransposedConvolution { Activation: null } => node.Inputs.Skip(1).All(operand => operand.Weight is { Element: ElementType.Float32 }),
        _ => false,
    };

    /// <summary>The node's kernels with every output channel's multiplied by a factor of its own.</summary>
    public static WeightExpression Scale(Node node, WeightExpression factors)
    {
        var kernels = node.Inputs[1].Weight!;
        return node.Operator is TransposedConvolution { Groups: var groups }
            ? SwappedKernel.Of(new ScaledKernel(SwappedKernel.Of(kernels, groups), factors), groups)
            : new ScaledKernel(kernels, factors);
    }
}
