using System.Collections.Immutable;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Sees a dense layer as a convolution whose kernel covers its whole input. Behind a flattened map that is the map itself: the weights lie in
/// channel, row, column order, which is how a convolution's kernel lies, so the flattening needs no code and no copy.
/// </summary>
internal sealed class DenseAsConvolution : IGraphPass
{
    public ModelGraph Run(ModelGraph graph)
    {
        var rewritten = GraphRewriter.Rewrite(graph, (rewriter, node) =>
        {
            if (node.Operator is Graph.Operators.Dense)
                rewriter.Keep(Convolve(node, rewriter.KeptProducer(node.Input) is { } reshape && FlattensMap(reshape) ? reshape.Input : node.Input));
            else
                rewriter.Keep(node);
        });
        return new DropDeadNodes().Run(rewritten);
    }

    private static bool FlattensMap(Node node) =>
        node.Operator is Reshape && node.Output.Type.Rank == 2 && node.Input.Type is { IsMap: true } map && map.Batch == node.Output.Type.Batch;

    private static Node Convolve(Node dense, Value map)
    {
        var type = map.Type;
        var weight = dense.Inputs[1].Weight!;
        var kernel = new Reshaped(weight, new(ImmutableArray.Create(weight.Shape[0], type.Channels, type.Height, type.Width)));
        return dense with
        {
            Operator = new Convolution(new(type.Height, 1, 1, 0, 0), new(type.Width, 1, 1, 0, 0), Groups: 1),
            Inputs = [map, GraphBuilder.Constant(kernel), .. dense.Inputs.Skip(2)],
        };
    }
}
