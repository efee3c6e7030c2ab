using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Lets a convolution add the map that a residual branch brings back before it stores anything: one pass over three maps less. The convolution moves to
/// where the addition was, so that the other map is there. Of two convolutions the one made later takes the addition.
/// </summary>
internal sealed class FuseAddition : IGraphPass
{
    public ModelGraph Run(ModelGraph graph) => GraphRewriter.Rewrite(graph, (rewriter, node) =>
    {
        if (node.Operator is not Graph.Operators.Add addition || !node.Output.Type.IsMap || node.Output.Type.Height * node.Output.Type.Width == 1
            || node.Inputs[0] == node.Inputs[1] || rewriter.LastProducer(node.Inputs.Where(CanAdd)) is not { } convolution)
        {
            rewriter.Keep(node);
            return;
        }
        var other = node.Inputs.Single(input => input != convolution.Output);
        var op = (Convolution)convolution.Operator;
        rewriter.FuseInPlaceOf(convolution, node, convolution with
        {
            Operator = op with { AddsMap = true, Activation = addition.Activation }, Inputs = [.. convolution.Inputs, other],
        });

        bool CanAdd(Value value) => graph.OnlyReader(value) is not null
            && rewriter.KeptProducer(value) is { Operator: Convolution { AddsMap: false, Activation: null, PoolsTwoByTwo: false } };
    });
}
