using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Graph;

/// <summary>A whole net: a directed acyclic graph of operators on values of static shape. Passes make a new one; none is ever changed.</summary>
/// <param name="Inputs">What the user gives.</param>
/// <param name="Outputs">What the user gets.</param>
/// <param name="Nodes">The operators, each behind all that it reads.</param>
/// <param name="Taps">Inner values that someone asked for by name; passes keep them.</param>
internal sealed record ModelGraph(IReadOnlyList<Value> Inputs, IReadOnlyList<Value> Outputs, IReadOnlyList<Node> Nodes, IReadOnlyList<Tap> Taps)
{
    /// <summary>
    /// The order in which the user gives and gets maps: channels last as a declaration says, or row-major (N x C x H x W) as an ONNX file says.
    /// </summary>
    public MemoryOrder Interface { get; init; } = MemoryOrder.ChannelsLast;

    // Made at the first question; a copy of the graph with other nodes makes its own.
    private NodeIndex? _index;

    private NodeIndex Index => _index?.Nodes == Nodes ? _index : _index = new NodeIndex(Nodes);

    /// <summary>The nodes that read a value.</summary>
    public IEnumerable<Node> Readers(Value value) => Index.Readers(value);

    /// <summary>The node that makes a value, or null for inputs and constants.</summary>
    public Node? Producer(Value value) => Index.Producer(value);

    /// <summary>Whether a value is seen from outside, as an output or a tap, and so must exist as it is.</summary>
    public bool IsVisible(Value value) => Outputs.Contains(value) || Taps.Any(tap => tap.Value == value);

    /// <summary>The node that alone reads a value nobody sees from outside; null where there is no such node. Only then may the two be fused.</summary>
    public Node? OnlyReader(Value value)
    {
        if (IsVisible(value))
            return null;
        Node? only = null;
        foreach (var reader in Readers(value))
        {
            if (only is not null)
                return null;
            only = reader;
        }
        return only;
    }
}
