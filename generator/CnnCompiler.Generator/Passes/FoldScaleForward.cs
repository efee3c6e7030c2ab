using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Folds a factor and a summand of each channel, such as a batch normalisation with nothing before it that could take it, into the convolution behind it.
/// That convolution must not pad: its zeros would otherwise have been summands.
/// </summary>
internal sealed class FoldScaleForward : IGraphPass
{
    private static readonly WindowGeometry One = new(1, 1, 1, 0, 0);

    public ModelGraph Run(ModelGraph graph)
    {
        var rewritten = GraphRewriter.Rewrite(graph, (rewriter, node) =>
        {
            if (node.Operator is Convolution { Groups: 1 } op && !Pads(op.Rows) && !Pads(op.Columns) && graph.OnlyReader(node.Input) is not null
                && rewriter.KeptProducer(node.Input) is { } scale && IsScale(scale))
                rewriter.Keep(Fold(node, scale));
            else
                rewriter.Keep(node);
        });
        return new DropDeadNodes().Run(rewritten);
    }

    private static bool Pads(WindowGeometry window) => window.PadBefore != 0 || window.PadAfter != 0;

    private static bool IsScale(Node node) =>
        node.Operator is Convolution { Activation: null, PoolsTwoByTwo: false } op && op.Rows == One && op.Columns == One
        && op.Groups == node.Input.Type.Channels && node.Output.Type.Channels == op.Groups && op.Groups > 1;

    private static Node Fold(Node node, Node scale)
    {
        var kernel = node.Inputs[1].Weight!;
        var factors = ConstantFolding.Reshape(scale.Inputs[1].Weight!, [scale.Output.Type.Channels]);
        var bias = node.Inputs.Count > 2 ? node.Inputs[2].Weight : null;
        if (scale.Inputs.Count > 2)
            bias = new ComposedBias(scale.Inputs[2].Weight!, kernel, bias);
        return node with
        {
            Inputs = [scale.Input, GraphBuilder.Constant(new ScaledInputs(kernel, factors)), .. bias is null ? Array.Empty<Value>() : [GraphBuilder.Constant(bias)]],
            Sources = [.. node.Sources, .. scale.Sources],
        };
    }
}
