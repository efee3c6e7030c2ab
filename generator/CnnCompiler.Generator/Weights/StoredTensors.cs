using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Weights;

/// <summary>Finds the tensors of the weight file that a graph reads.</summary>
internal static class StoredTensors
{
    /// <summary>Each tensor once.</summary>
    public static IReadOnlyList<StoredTensor> Of(ModelGraph graph)
    {
        var found = new HashSet<StoredTensor>();
        var visited = new HashSet<WeightExpression>();
        var open = new Stack<WeightExpression>(
            graph.Nodes.SelectMany(node => node.Inputs).Concat(graph.Outputs).Select(value => value.Weight).OfType<WeightExpression>());
        while (open.Count > 0)
        {
            var expression = open.Pop();
            if (!visited.Add(expression))
                continue;
            if (expression is StoredTensor tensor)
                found.Add(tensor);
            foreach (var operand in expression.Operands)
                open.Push(operand);
        }
        return [.. found.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
    }
}
