using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Kernels;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Makes a depthwise convolution and the 1x1 convolution that alone reads it one node, where computing them strip by strip is estimated to take less time
/// than one after the other: where the map between them is too large for the near caches.
/// </summary>
internal sealed class FuseSeparable : IGraphPass
{
    public ModelGraph Run(ModelGraph graph) => GraphRewriter.Rewrite(graph, (rewriter, node) =>
    {
        if (node.Operator is Convolution { AddsMap: false } pointwise && PointwiseConvolution.CanCompute(pointwise) && pointwise.Rows.Stride == 1 && pointwise.Columns.Stride == 1
            && graph.OnlyReader(node.Input) is not null && rewriter.KeptProducer(node.Input) is { Operator: Convolution depthwise } first
            && node.Input.Type.IsMap && DepthwiseConvolution.CanCompute(depthwise, first.Input.Type, first.Output.Type)
            && new SeparableConvolution(depthwise, pointwise, first.Inputs.Count > 2) is var fused && Pays(fused, first.Input.Type, node))
            rewriter.Fuse(first, node, first with { Operator = fused, Inputs = [.. first.Inputs, .. node.Inputs.Skip(1)] });
        else
            rewriter.Keep(node);
    });

    /// <summary>The two share their vectors: where the channels of one fill narrower ones than those of the other, they stay apart.</summary>
    private static bool Pays(SeparableConvolution op, TensorType input, Node second) =>
        Lanes.Block(input.Channels) == Lanes.Block(second.Output.Type.Channels) && SeparableStrips.Of(op, input, second.Input.Type, second.Output.Type.Channels).Pays;
}
