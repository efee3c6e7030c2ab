using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Lets a convolution take the largest of every 2x2 block before it stores anything: a quarter of the values, and no pass over the rest. The
/// activation then runs once a block, which gives the same bits because it never turns a larger value into a smaller one.
/// </summary>
internal sealed class FusePooling : IGraphPass
{
    public ModelGraph Run(ModelGraph graph) => GraphRewriter.Rewrite(graph, (rewriter, node) =>
    {
        if (node.Operator is Graph.Operators.MaxPool { IsTwoByTwo: true } && graph.OnlyReader(node.Input) is not null
            && rewriter.KeptProducer(node.Input) is { Operator: Convolution { PoolsTwoByTwo: false } op } convolution && CanPool(op, convolution))
            rewriter.Fuse(convolution, node, convolution with { Operator = op with { PoolsTwoByTwo = true } });
        else
            rewriter.Keep(node);
    });

    private static bool CanPool(Convolution op, Node convolution) =>
        op is { Groups: 1, AddsMap: false } && (op.Activation is null || op.Activation.IsPiecewiseLinear) && convolution.Output.Type is { Height: > 1, Width: > 1 };
}
