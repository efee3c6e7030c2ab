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
        if (planned.Node.Operator is not Convolution op || planned.Node.Output.Type.Batch != 1 || planned.Inputs.Count == 0)
            return 1;
        var input = planned.Node.Input.Type;
        long work = (long)op.Rows.OutputLength(input.Height) * op.Columns.OutputLength(input.Width) * planned.Node.Inputs[1].Type.Length;
        return work < Least ? 1 : planned.Strategy.Pieces(planned.Node, [.. planned.Inputs.Select(place => place.Layout)], planned.Output.Layout);
    }
}
