using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Leaves out what changes nothing (identity, a shape or an order of axes that is there already) and makes one of several in a row: views of views, and
/// transposes that undo one another. A transpose that only moves axes of one element is a change of shape.
/// </summary>
internal sealed class SimplifyViews : IGraphPass
{
    public ModelGraph Run(ModelGraph graph)
    {
        var rewritten = GraphRewriter.Rewrite(graph, (rewriter, node) =>
        {
            var simple = Simplify(node, rewriter.KeptProducer(node.Input));
            // A constant that is an output needs the node that makes it one.
            if (ChangesNothing(simple) && !(simple.Input.IsConstant && graph.IsVisible(node.Output)))
                rewriter.Forward(node.Output, simple.Input);
            else
                rewriter.Keep(simple);
        });
        return new DropDeadNodes().Run(rewritten);
    }

    private static Node Simplify(Node node, Node? before)
    {
        if (node.Operator is Transpose transpose && before?.Operator is Transpose first)
            node = node with { Operator = new Transpose(transpose.Permutation.Select(axis => first.Permutation[axis]).ToEquatableArray()), Inputs = [before.Input] };
        else if (node.Operator is Reshape && before?.Operator is Reshape)
            node = node with { Inputs = [before.Input] };
        return node.Operator is Transpose moves && MovesNoValues(moves, node.Input.Type)
            ? node with { Operator = new Reshape(node.Output.Type.Shape.ToEquatableArray()) }
            : node;
    }

    private static bool MovesNoValues(Transpose transpose, TensorType input)
    {
        int[] kept = [.. transpose.Permutation.Where(axis => input.Shape[axis] != 1)];
        return kept.SequenceEqual(kept.OrderBy(axis => axis));
    }

    private static bool ChangesNothing(Node node) => node.Input.Type.Equals(node.Output.Type) && node.Operator switch
    {
        Reshape or Expand => true,
        Pointwise { Function: PointwiseFunction.Identity } => true,
        Pointwise { Function: PointwiseFunction.Cast, Target: var target } => target == node.Input.Type.Element,
        Transpose transpose => transpose.Permutation.SequenceEqual(Enumerable.Range(0, transpose.Permutation.Count)),
        Slice slice => slice.Steps.All(step => step == 1),
        Concat => node.Inputs.Count == 1,
        Pad => true,
        Tile => true,
        _ => false,
    };
}
