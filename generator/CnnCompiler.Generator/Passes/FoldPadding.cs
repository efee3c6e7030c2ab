using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Passes;

/// <summary>Lets a convolution pad its input itself where zeros were put around it by a node of their own.</summary>
internal sealed class FoldPadding : IGraphPass
{
    public ModelGraph Run(ModelGraph graph)
    {
        var rewritten = GraphRewriter.Rewrite(graph, (rewriter, node) =>
        {
            if (node.Operator is Convolution op && rewriter.KeptProducer(node.Input) is { Operator: Pad pad } padding && PutsZerosAround(pad, padding))
                rewriter.Keep(node with { Operator = Widen(op, pad, padding.Input.Type.Rank), Inputs = [padding.Input, .. node.Inputs.Skip(1)] });
            else
                rewriter.Keep(node);
        });
        return new DropDeadNodes().Run(rewritten);
    }

    private static bool PutsZerosAround(Pad pad, Node node) =>
        pad.Mode == PadMode.Constant && node.Input.Type is { IsMap: true, Rank: 3 or 4 }
        && pad.Before.Take(2).Concat(pad.After.Take(2)).All(count => count == 0) && pad.Before.Concat(pad.After).All(count => count >= 0)
        && (node.Inputs.Count == 1 || node.Inputs[1].Weight is LiteralTensor { Tensor.Values: float[] and [0] });

    private static Convolution Widen(Convolution op, Pad pad, int rank) => op with
    {
        Rows = rank == 3 ? op.Rows : Widen(op.Rows, pad, 2),
        Columns = Widen(op.Columns, pad, rank - 1),
    };

    private static WindowGeometry Widen(WindowGeometry window, Pad pad, int axis) =>
        window with { PadBefore = checked(window.PadBefore + pad.Before[axis]), PadAfter = checked(window.PadAfter + pad.After[axis]) };
}
