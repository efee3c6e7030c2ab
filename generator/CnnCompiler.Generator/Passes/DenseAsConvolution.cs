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
            if (node.Operator is not Graph.Operators.Dense)
                rewriter.Keep(node);
            else if (rewriter.KeptProducer(node.Input) is not { } reshape || !FlattensMap(reshape))
                rewriter.Keep(Convolve(node, node.Input, null));
            else if (rewriter.KeptProducer(reshape.Input) is { Operator: Transpose { Permutation: [0, ..] } transpose } transposed && transposed.Input.Type.IsMap)
                rewriter.Keep(Convolve(node, transposed.Input, transpose));
            else
                rewriter.Keep(Convolve(node, reshape.Input, null));
        });
        return new DropDeadNodes().Run(rewritten);
    }

    private static bool FlattensMap(Node node) =>
        node.Operator is Reshape && node.Output.Type.Rank == 2 && node.Input.Type is { IsMap: true } map && map.Batch == node.Output.Type.Batch;

    /// <summary>The dense layer on a map; where the map was transposed before it was flattened, the weights are transposed back instead.</summary>
    private static Node Convolve(Node dense, Value map, Transpose? transpose)
    {
        var type = map.Type;
        var weight = dense.Inputs[1].Weight!;
        if (transpose is not null)
        {
            int[] order = [.. transpose.Permutation];
            var seen = ConstantFolding.Reshape(weight, [weight.Shape[0], .. order.Skip(1).Select(axis => type.Shape[axis])]);
            weight = new TransposedWeight(seen, order.Select((_, axis) => Array.IndexOf(order, axis)).ToEquatableArray());
        }
        var kernel = new Reshaped(weight, new(ImmutableArray.Create(weight.Shape[0], type.Channels, type.Height, type.Width)));
        return dense with
        {
            Operator = new Convolution(new(type.Height, 1, 1, 0, 0), new(type.Width, 1, 1, 0, 0), Groups: 1),
            Inputs = [map, GraphBuilder.Constant(kernel), .. dense.Inputs.Skip(2)],
        };
    }
}
