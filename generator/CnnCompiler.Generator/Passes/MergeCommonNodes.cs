using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Passes;

/// <summary>Computes once what several nodes compute from the same operands in the same way.</summary>
internal sealed class MergeCommonNodes : IGraphPass
{
    public ModelGraph Run(ModelGraph graph)
    {
        var known = new Dictionary<string, List<Node>>(StringComparer.Ordinal);
        return GraphRewriter.Rewrite(graph, (rewriter, node) =>
        {
            // The text finds the few nodes that may be equal; equality is then decided by the values themselves.
            string key = $"{node.Operator} {node.Output.Type} {string.Join(",", node.Inputs)}";
            if (!known.TryGetValue(key, out var alike))
                known[key] = alike = [];
            var first = alike.FirstOrDefault(other => AreSame(other, node));
            if (first is null || node.Outputs.Any(graph.Outputs.Contains))
            {
                alike.Add(node);
                rewriter.Keep(node);
                return;
            }
            for (int output = 0; output < node.Outputs.Count; output++)
                rewriter.Forward(node.Outputs[output], first.Outputs[output]);
        });
    }

    private static bool AreSame(Node one, Node other) =>
        one.Operator.Equals(other.Operator) && one.Inputs.Count == other.Inputs.Count && one.Inputs.Zip(other.Inputs, AreSame).All(same => same);

    private static bool AreSame(Value one, Value other) => one == other || (one.Weight, other.Weight) switch
    {
        (LiteralTensor left, LiteralTensor right) => left.Tensor.Type.Equals(right.Tensor.Type) && left.Tensor.Values.Cast<object>().SequenceEqual(right.Tensor.Values.Cast<object>()),
        ({ } left, { } right) => left.Equals(right),
        _ => false,
    };
}
