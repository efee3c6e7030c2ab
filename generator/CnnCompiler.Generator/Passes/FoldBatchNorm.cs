using System.Collections.Immutable;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Folds batch normalisation into the kernels and the bias of the convolution, or transposed convolution, before it. Where there is
/// none, it becomes a depthwise 1x1 convolution, which is what it computes.
/// </summary>
internal sealed class FoldBatchNorm : IGraphPass
{
    public ModelGraph Run(ModelGraph graph) => GraphRewriter.Rewrite(graph, (rewriter, node) =>
    {
        if (node.Operator is not BatchNormalization norm)
            rewriter.Keep(node);
        else if (rewriter.KeptProducer(node.Input) is { } convolution && FilterWeights.CanScale(convolution)
            && graph.OnlyReader(node.Input) is not null)
            rewriter.Fuse(convolution, node, Fold(convolution, node, norm));
        else
            rewriter.Keep(AsDepthwise(node, norm));
    });

    private static Node Fold(Node convolution, Node node, BatchNormalization norm)
    {
        var scale = Scale(node, norm);
        var shift = new BatchNormShift(Operand(node, 2), Operand(node, 3), scale, convolution.Inputs.Count > 2 ? convolution.Inputs[2].Weight : null);
        return convolution with
        {
            Inputs =
            [
                convolution.Input,
                GraphBuilder.Constant(FilterWeights.Scale(convolution, scale)),
                GraphBuilder.Constant(shift),
            ],
        };
    }

    private static Node AsDepthwise(Node node, BatchNormalization norm)
    {
        var scale = Scale(node, norm);
        int channels = node.Input.Type.Channels;
        var one = new WindowGeometry(1, 1, 1, 0, 0);
        return node with
        {
            Operator = new Convolution(one, one, channels),
            Inputs =
            [
                node.Input,
                GraphBuilder.Constant(new Reshaped(scale, new(ImmutableArray.Create(channels, 1, 1, 1)))),
                GraphBuilder.Constant(new BatchNormShift(Operand(node, 2), Operand(node, 3), scale, LayerBias: null)),
            ],
        };
    }

    private static BatchNormScale Scale(Node node, BatchNormalization norm) => new(Operand(node, 1), Operand(node, 4), norm.Epsilon);

    private static WeightExpression Operand(Node node, int index) => node.Inputs[index].Weight!;
}
