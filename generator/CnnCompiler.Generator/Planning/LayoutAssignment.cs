using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Kernels;

namespace CnnCompiler.Generator.Planning;

/// <summary>
/// Chooses a kernel for every node and gives every value one order in memory, with conversions where a kernel reads another order than the value
/// is made in, where a kernel needs room around the user's input, and where the user's output is not what a kernel writes.
/// </summary>
internal sealed class LayoutAssignment
{
    private readonly ModelGraph _graph;
    private readonly bool _widensBytes;
    private readonly List<(Node Node, KernelStrategy Strategy)> _nodes = [];
    private readonly Dictionary<Value, MemoryOrder> _orders = [];
    private readonly Dictionary<(Value, MemoryOrder), Value> _converted = [];

    private LayoutAssignment(ModelGraph graph, bool widensBytes) => (_graph, _widensBytes) = (graph, widensBytes);

    /// <summary>The nodes, conversions among them, with their strategies.</summary>
    public IReadOnlyList<(Node Node, KernelStrategy Strategy)> Nodes => _nodes;

    /// <summary>The graph's outputs as they are written to the user's memory.</summary>
    public IReadOnlyList<Value> Outputs { get; private set; } = [];

    public MemoryOrder OrderOf(Value value) => _orders[value];

    /// <summary>Assigns layouts.</summary>
    /// <param name="graph">The net.</param>
    /// <param name="widensBytes">Whether the only input is an image that may also come as bytes, which are widened to channels-last order.</param>
    public static LayoutAssignment Assign(ModelGraph graph, bool widensBytes)
    {
        var assignment = new LayoutAssignment(graph, widensBytes);
        assignment.AssignInputs();
        foreach (var node in graph.Nodes)
            assignment.AssignNode(node);
        assignment.Outputs = [.. graph.Outputs.Select(assignment.AssignOutput)];
        return assignment;
    }

    private void AssignInputs()
    {
        foreach (var input in _graph.Inputs)
        {
            _orders[input] = input.Type.IsMap ? _graph.Interface : MemoryOrder.RowMajor;
            if ((input.Type.IsMap && NeedsRoom(input)) || (_widensBytes && !LiesAlike(input.Type) && _orders[input] == MemoryOrder.RowMajor))
                Convert(input, MemoryOrder.ChannelsLast);
        }
    }

    /// <summary>Whether a kernel that reads the user's input in channels-last order needs a border around it or whole vectors of channels.</summary>
    private bool NeedsRoom(Value input) => _graph.Readers(input)
        .Select(node => (Node: node, Strategy: KernelCatalog.Choose(node, _orders[input])))
        .Any(reader => reader.Strategy.Order == MemoryOrder.ChannelsLast
            && (reader.Strategy.NeedsLanes(reader.Node, input) || !reader.Strategy.BorderAround(reader.Node, input).IsEmpty));

    private void AssignNode(Node node)
    {
        var first = node.Inputs.FirstOrDefault(input => !input.IsConstant);
        var strategy = KernelCatalog.Choose(node, first is null ? MemoryOrder.RowMajor : _orders[first]);
        _nodes.Add((node with { Inputs = [.. node.Inputs.Select(input => InOrder(input, strategy.Order))] }, strategy));
        foreach (var output in node.Outputs)
            _orders[output] = strategy.Order;
    }

    private Value InOrder(Value value, MemoryOrder order)
    {
        if (value.IsConstant)
            return value;
        if (_converted.TryGetValue((value, order), out var known))
            return known;
        if (_widensBytes && _converted.ContainsKey((value, MemoryOrder.ChannelsLast)) && _graph.Inputs.Contains(value))
            return Convert(value, order);
        return _orders[value] == order || LiesAlike(value) ? value : Convert(value, order);
    }

    /// <summary>
    /// Whether a value is the same in both orders: the user's input where it has one channel or one pixel, and what kernels write only where one
    /// pixel's channels end with a whole vector, since otherwise they are filled up.
    /// </summary>
    private bool LiesAlike(Value value) => LiesAlike(value.Type)
        && (_graph.Inputs.Contains(value) || (value.Type.Height * value.Type.Width == 1 && value.Type.Batch == 1 && Lanes.Pad(value.Type.Channels) == value.Type.Channels));

    /// <summary>Whether a tensor without gaps is the same in both orders.</summary>
    public static bool LiesAlike(TensorType type) => type.IsMap && (type.Channels == 1 || type.Height * type.Width == 1);

    private Value Convert(Value value, MemoryOrder order, bool toOutput = false)
    {
        // The conversion of an image's input to channels-last may feed a conversion back: bytes are widened to the one place only.
        var source = _graph.Inputs.Contains(value) && order == MemoryOrder.RowMajor && _converted.TryGetValue((value, MemoryOrder.ChannelsLast), out var image) ? image : value;
        var op = new Graph.Operators.Convert(source.IsConstant ? MemoryOrder.RowMajor : _orders.TryGetValue(source, out var from) ? from : MemoryOrder.ChannelsLast, order);
        var converted = new Value(value.Name, value.Type);
        string name = _graph.Producer(value)?.Name ?? value.Name;
        _nodes.Add((new Node(op, [source], [converted], []) { Label = $"{name} to {(toOutput ? "the output" : order == MemoryOrder.RowMajor ? "row-major order" : "channels last")}" }, Conversion.Instance));
        _orders[converted] = order;
        return _converted[(value, order)] = converted;
    }

    private Value AssignOutput(Value output, int index)
    {
        var order = output.Type.IsMap ? _graph.Interface : MemoryOrder.RowMajor;
        bool writtenInPlace = !output.IsConstant && !_graph.Inputs.Contains(output) && _orders[output] == order
            && (order == MemoryOrder.RowMajor || Lanes.Pad(output.Type.Channels) == output.Type.Channels)
            && !_nodes.Any(pair => pair.Node.Inputs.Contains(output))
            && !_nodes.Any(pair => pair.Node.Outputs.Contains(output) && pair.Strategy.IsAlias)
            && !_graph.Outputs.Take(index).Contains(output);
        if (writtenInPlace)
            return output;
        _converted.Remove((output, order));
        return Convert(output, order, toOutput: true);
    }
}
