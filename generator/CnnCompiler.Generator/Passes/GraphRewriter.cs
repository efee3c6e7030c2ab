using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Passes;

/// <summary>
/// Copies a graph node by node, while a pass replaces some nodes and forwards some values to others. Each node comes with its operands
/// already rewritten.
/// </summary>
internal sealed class GraphRewriter(ModelGraph graph)
{
    private readonly Dictionary<Value, Value> _forwards = [];
    private readonly List<Node?> _nodes = [];

    // Where the node that makes a value stands: graphs of ten thousand nodes are looked through once, not once for each node.
    private readonly Dictionary<Value, int> _makers = [];

    /// <summary>Runs the pass over every node; what it neither keeps nor replaces is gone.</summary>
    public static ModelGraph Rewrite(ModelGraph graph, Action<GraphRewriter, Node> visit)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in graph.Nodes)
            visit(rewriter, node with { Inputs = [.. node.Inputs.Select(rewriter.Resolve)] });
        return rewriter.Build();
    }

    /// <summary>Keeps a node, changed or not.</summary>
    public void Keep(Node node)
    {
        _nodes.Add(node);
        Register(node, _nodes.Count - 1);
    }

    /// <summary>Lets every later reader of one value read another.</summary>
    public void Forward(Value from, Value to) => _forwards[from] = to;

    /// <summary>The kept node that makes a value; null for inputs and constants.</summary>
    public Node? KeptProducer(Value value) => _makers.TryGetValue(value, out int maker) ? _nodes[maker] : null;

    /// <summary>Of the kept nodes that make these values the one that comes last; null where there is none.</summary>
    public Node? LastProducer(IEnumerable<Value> values)
    {
        int last = values.Select(value => _makers.TryGetValue(value, out int maker) ? maker : -1).DefaultIfEmpty(-1).Max();
        return last < 0 ? null : _nodes[last];
    }

    /// <summary>
    /// Lets a kept node take over what the visited node behind it does. The result makes the visited node's output, in the kept node's place; the
    /// value between the two, which nobody else may read, is gone.
    /// </summary>
    public void Fuse(Node kept, Node visited, Node result)
    {
        int place = Remove(kept);
        _nodes[place] = result with { Outputs = visited.Outputs, Sources = [.. kept.Sources, .. visited.Sources] };
        Register(_nodes[place]!, place);
    }

    /// <summary>The same, but the result stands where the visited node stood: it may read what was made since.</summary>
    public void FuseInPlaceOf(Node kept, Node visited, Node result)
    {
        Remove(kept);
        Keep(result with { Outputs = visited.Outputs, Sources = [.. kept.Sources, .. visited.Sources] });
    }

    private void Register(Node node, int place)
    {
        foreach (var output in node.Outputs)
            _makers[output] = place;
    }

    private int Remove(Node kept)
    {
        int place = _makers[kept.Output];
        _nodes[place] = null;
        foreach (var output in kept.Outputs)
            _makers.Remove(output);
        return place;
    }

    private Value Resolve(Value value) => _forwards.TryGetValue(value, out var target) ? Resolve(target) : value;

    private ModelGraph Build() => graph with
    {
        Nodes = [.. _nodes.OfType<Node>()],
        Outputs = [.. graph.Outputs.Select(Resolve)],
        Taps = [.. graph.Taps.Select(tap => tap with { Value = Resolve(tap.Value) })],
    };
}
