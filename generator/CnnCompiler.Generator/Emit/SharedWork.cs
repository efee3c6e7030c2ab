using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Emit;

/// <summary>Which layers are large enough that threads share them.</summary>
internal static class SharedWork
{
    /// <summary>Multiply-adds: about 30 microseconds on one thread, while a thread of the pool takes 5 to 50 to come.</summary>
    private const long Least = 4_000_000;

    /// <summary>The pieces of a layer that threads share; 1 where they do not.</summary>
    public static int Pieces(PlannedNode planned)
    {
        var node = planned.Node;
        long work = node.Operator switch
        {
            Convolution op => Products(op, node.Input.Type, node.Inputs[1].Type),
            SeparableConvolution op => Products(op.Depthwise, node.Input.Type, node.Inputs[1].Type)
                + Products(op.Pointwise, op.Between([.. node.Inputs.Select(input => input.Type)]), node.Inputs[op.PointwiseKernel].Type),
            _ => 0,
        };
        return work < Least || planned.Inputs.Count == 0 || node.Output.Type.Batch != 1
            ? 1
            : planned.Strategy.Pieces(node, [.. planned.Inputs.Select(place => place.Layout)], planned.Output.Layout);
    }

    private static long Products(Convolution op, TensorType input, TensorType kernel) =>
        (long)op.Rows.OutputLength(input.Height) * op.Columns.OutputLength(input.Width) * kernel.Length;
}
