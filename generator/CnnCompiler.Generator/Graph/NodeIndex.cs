namespace CnnCompiler.Generator.Graph;

/// <summary>Which nodes make and read each value, so that passes over large graphs need not look through all nodes for every one.</summary>
internal sealed class NodeIndex
{
    private readonly Dictionary<Value, Node> _producers = [];
    private readonly Dictionary<Value, List<Node>> _readers = [];

    public NodeIndex(IReadOnlyList<Node> nodes)
    {
        Nodes = nodes;
        foreach (var node in nodes)
        {
            foreach (var output in node.Outputs)
                _producers[output] = node;
            foreach (var input in node.Inputs.Distinct())
                if (_readers.TryGetValue(input, out var readers))
                    readers.Add(node);
                else
                    _readers.Add(input, [node]);
        }
    }

    /// <summary>The nodes that this is the index of.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    public Node? Producer(Value value) => _producers.TryGetValue(value, out var node) ? node : null;

    /// <summary>In the order of the nodes.</summary>
    public IReadOnlyList<Node> Readers(Value value) => _readers.TryGetValue(value, out var readers) ? readers : [];
}
