using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Copies a graph node by node, while a pass replaces some nodes and forwards some values to others. Each node comes with its operands
/// already rewritten.
/// </summary>
internal sealed class GraphRewriter(ModelGraph graph)
{
    private readonly Dictionary<Value, Value> _forwards = [];
    private readonly List<Node> _nodes = [];

    /// <summary>Runs the pass over every node; what it neither keeps nor replaces is gone.</summary>
    public static ModelGraph Rewrite(ModelGraph graph, Action<GraphRewriter, Node> visit)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in graph.Nodes)
            visit(rewriter, node with { Inputs = [.. node.Inputs.Select(rewriter.Resolve)] });
        return rewriter.Build();
    }

    /// <summary>Keeps a node, changed or not.</summary>
    public void Keep(Node node) => _nodes.Add(node);

    /// <summary>Lets every later reader of one value read another.</summary>
    public void Forward(Value from, Value to) => _forwards[from] = to;

    /// <summary>The kept node that makes a value; null for inputs and constants.</summary>
    public Node? KeptProducer(Value value) => _nodes.FirstOrDefault(node => node.Outputs.Contains(value));

    /// <summary>Of the kept nodes that make these values the one that comes last; null where there is none.</summary>
    public Node? LastProducer(IEnumerable<Value> values)
    {
        var candidates = values.ToArray();
        return _nodes.LastOrDefault(node => node.Outputs.Any(candidates.Contains));
    }

    /// <summary>
    /// Lets a kept node take over what the visited node behind it does. The result makes the visited node's output, in the kept node's place; the
    /// value between the two, which nobody else may read, is gone.
    /// </summary>
    public void Fuse(Node kept, Node visited, Node result) =>
        _nodes[_nodes.IndexOf(kept)] = result with { Outputs = visited.Outputs, Sources = [.. kept.Sources, .. visited.Sources] };

    /// <summary>The same, but the result stands where the visited node stood: it may read what was made since.</summary>
    public void FuseInPlaceOf(Node kept, Node visited, Node result)
    {
        _nodes.Remove(kept);
        _nodes.Add(result with { Outputs = visited.Outputs, Sources = [.. kept.Sources, .. visited.Sources] });
    }

    private Value Resolve(Value value) => _forwards.TryGetValue(value, out var target) ? Resolve(target) : value;

    private ModelGraph Build() => graph with
    {
        Nodes = _nodes,
        Outputs = [.. graph.Outputs.Select(Resolve)],
        Taps = [.. graph.Taps.Select(tap => tap with { Value = Resolve(tap.Value) })],
    };
}
