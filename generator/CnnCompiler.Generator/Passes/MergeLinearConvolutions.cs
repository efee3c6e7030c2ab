using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Two convolutions with nothing between them are one convolution with a larger kernel. They are merged where the one costs no more
/// multiply-adds than the two, and where the second has no padding: zeros around the first one's output are not what a merged kernel would see.
/// </summary>
internal sealed class MergeLinearConvolutions : IGraphPass
{
    /// <summary>The largest merged kernel, in taps a side: beyond it packing cost and receptive field are no longer those of a layer.</summary>
    private const int LargestKernel = 31;

    public ModelGraph Run(ModelGraph graph) => GraphRewriter.Rewrite(graph, (rewriter, node) =>
    {
        if (IsPlain(node) && rewriter.KeptProducer(node.Input) is { } first && IsPlain(first)
            && graph.OnlyReader(first.Output) is not null && Merge(first, node) is { } merged && Cost(merged) <= Cost(first) + Cost(node))
            rewriter.Fuse(first, node, merged);
        else
            rewriter.Keep(node);
    });

    private static bool IsPlain(Node node) =>
        node.Operator is Convolution { Groups: 1, Rows.Dilation: 1, Columns.Dilation: 1, Activation: null, PoolsTwoByTwo: false };

    private static Node? Merge(Node first, Node second)
    {
        var (inner, outer) = ((Convolution)first.Operator, (Convolution)second.Operator);
        if (outer.Rows.PadBefore + outer.Rows.PadAfter + outer.Columns.PadBefore + outer.Columns.PadAfter != 0)
            return null;
        var kernel = new ComposedKernel(first.Inputs[1].Weight!, second.Inputs[1].Weight!, inner.Rows.Stride, inner.Columns.Stride);
        if (kernel.Shape[2] > LargestKernel || kernel.Shape[3] > LargestKernel)
            return null;
        Value[] bias = (first.Inputs.Count > 2, second.Inputs.Count > 2) switch
        {
            (true, _) => [GraphBuilder.Constant(new ComposedBias(first.Inputs[2].Weight!, second.Inputs[1].Weight!, second.Inputs.ElementAtOrDefault(2)?.Weight))],
            (false, true) => [second.Inputs[2]],
            (false, false) => [],
        };
        return second with
        {
            Operator = new Convolution(Compose(inner.Rows, outer.Rows), Compose(inner.Columns, outer.Columns), Groups: 1),
            Inputs = [first.Input, GraphBuilder.Constant(kernel), .. bias],
        };
    }

    private static WindowGeometry Compose(WindowGeometry inner, WindowGeometry outer) =>
        inner with { Kernel = (outer.Kernel - 1) * inner.Stride + inner.Kernel, Stride = inner.Stride * outer.Stride };

    private static long Cost(Node node) =>
        (long)node.Output.Type.Length * node.Inputs[1].Type.Shape.Skip(1).Aggregate(1, (product, axis) => product * axis);
}
