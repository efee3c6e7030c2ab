using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Lets a convolution, a transposed one or an addition apply the activation behind it before it stores its result. Sigmoid and tanh stay nodes of their own:
/// their exponential would be a call inside the kernel's tile.
/// </summary>
internal sealed class FuseActivation : IGraphPass
{
    public ModelGraph Run(ModelGraph graph) => GraphRewriter.Rewrite(graph, (rewriter, node) =>
    {
        if (node.Operator is Activate { Activation: { Kind: ActivationKind.ReLU or ActivationKind.LeakyReLU or ActivationKind.Clip or ActivationKind.Quantize } activation }
            && graph.OnlyReader(node.Input) is not null
            && rewriter.KeptProducer(node.Input) is { } producer && Fuse(producer.Operator, activation) is { } fused)
            rewriter.Fuse(producer, node, producer with { Operator = fused });
        else
            rewriter.Keep(node);
    });

    private static Operator? Fuse(Operator producer, Activation activation) => producer switch
    {
        Convolution { Activation: null, PoolsTwoByTwo: false } convolution => convolution with { Activation = activation },
        TransposedConvolution { Activation: null } convolution => convolution with { Activation = activation },
        Graph.Operators.Add { Activation: null } add => add with { Activation = activation },
        _ => null,
    };
}
