using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Passes;

/// <summary>Leaves out what only training needs: dropout hands its input on.</summary>
internal sealed class DropTrainingNodes : IGraphPass
{
    public ModelGraph Run(ModelGraph graph) => GraphRewriter.Rewrite(graph, (rewriter, node) =>
    {
        if (node.Operator is Graph.Operators.Dropout)
            rewriter.Forward(node.Output, node.Input);
        else
            rewriter.Keep(node);
    });
}
