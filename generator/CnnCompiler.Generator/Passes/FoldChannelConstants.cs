using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Folds what is added to each channel behind a convolution, or a transposed one, into its bias, and what each channel is multiplied by
/// into its kernels and its bias: so a matrix product and an addition become one dense layer, too.
/// </summary>
internal sealed class FoldChannelConstants : IGraphPass
{
    public ModelGraph Run(ModelGraph graph) => GraphRewriter.Rewrite(graph, (rewriter, node) =>
    {
        if (node.Operator is Pointwise { Function: var function } && node.Inputs.Count == 2
            && (Fold(function, node.Inputs[0], node.Inputs[1], inOrder: true) ?? Fold(function, node.Inputs[1], node.Inputs[0], inOrder: false)) is { } fold)
            rewriter.Fuse(fold.Convolution, node, fold.Result);
        else
            rewriter.Keep(node);

        (Node Convolution, Node Result)? Fold(PointwiseFunction function, Value value, Value constant, bool inOrder)
        {
            if (constant.Weight is not { Element: ElementType.Float32 } || !value.Type.Equals(node.Output.Type) || graph.OnlyReader(value) is null
                || rewriter.KeptProducer(value) is not { } convolution || !FilterWeights.CanScale(convolution)
                || PerChannel(constant, value.Type) is not { } channels)
                return null;
            return Apply(function, convolution, channels, inOrder) is { } result ? (convolution, result) : null;
        }
    });

    private static Node? Apply(PointwiseFunction function, Node convolution, WeightExpression channels, bool inOrder)
    {
        var bias = convolution.Inputs.Count > 2 ? convolution.Inputs[2].Weight : null;
        switch (function)
        {
            case PointwiseFunction.Add:
                return With(convolution, convolution.Inputs[1].Weight!, bias is null ? channels : new CombinedWeights(bias, channels, Multiplies: false));
            case PointwiseFunction.Subtract when inOrder:
                var negated = new ScaledWeight(channels, -1);
                return With(convolution, convolution.Inputs[1].Weight!, bias is null ? negated : new CombinedWeights(bias, negated, Multiplies: false));
            case PointwiseFunction.Multiply:
                return With(
                    convolution, FilterWeights.Scale(convolution, channels), bias is null ? null : new CombinedWeights(bias, channels, Multiplies: true));
            default:
                return null;
        }
    }

    private static Node With(Node convolution, WeightExpression kernel, WeightExpression? bias) => convolution with
    {
        Inputs = [convolution.Input, GraphBuilder.Constant(kernel), .. bias is null ? Array.Empty<Value>() : [GraphBuilder.Constant(bias)]],
    };

    /// <summary>A constant as one value for each channel; null where it differs along another axis.</summary>
    private static WeightExpression? PerChannel(Value constant, TensorType map)
    {
        int missing = map.Rank - constant.Type.Rank;
        if (constant.Type.Length == 1)
            return map.Channels == 1 ? ConstantFolding.Reshape(constant.Weight!, [1]) : new RepeatedWeight(constant.Weight!, map.Channels);
        bool alongChannels = missing <= 1 && constant.Type.Length == map.Channels && constant.Type.Shape[1 - missing] == map.Channels;
        return alongChannels ? ConstantFolding.Reshape(constant.Weight!, [map.Channels]) : null;
    }
}
