using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Kernels;

namespace CnnCompiler.Generator.Planning;

/// <summary>Gives every value of a graph a layout and a place in memory with its lifetime.</summary>
internal sealed class Planner
{
    /// <summary>The conversions of inputs run before the first step.</summary>
    private const int EntryStep = -1;

    private readonly ModelGraph _graph;
    private readonly LayoutAssignment _assignment;
    private readonly List<(Node Node, KernelStrategy Strategy)> _entry;
    private readonly List<(Node Node, KernelStrategy Strategy)> _steps;
    private readonly ILookup<Value, (Node Node, KernelStrategy Strategy)> _readers;
    private readonly Dictionary<Value, Node> _makers = [];
    private readonly Dictionary<Value, int> _lastSteps = [];
    private readonly Dictionary<Value, TensorLayout> _layouts = [];
    private readonly Dictionary<Value, ScratchBuffer> _buffers = [];
    private readonly Dictionary<Value, Value> _aliases = [];
    private readonly List<ScratchBuffer> _scratch = [];

    private Planner(ModelGraph graph, bool widensBytes)
    {
        _graph = graph;
        _assignment = LayoutAssignment.Assign(graph, widensBytes);
        _entry = [.. _assignment.Nodes.Where(IsEntry)];
        _steps = [.. _assignment.Nodes.Where(pair => !IsEntry(pair))];
        _readers = _assignment.Nodes.SelectMany(pair => pair.Node.Inputs.Distinct().Select(input => (Input: input, Reader: pair))).ToLookup(read => read.Input, read => read.Reader);
        for (int step = 0; step < _steps.Count; step++)
        {
            foreach (var output in _steps[step].Node.Outputs)
                _makers[output] = _steps[step].Node;
            foreach (var input in _steps[step].Node.Inputs)
                _lastSteps[input] = step;
        }
    }

    /// <summary>Plans a graph.</summary>
    /// <param name="graph">The net.</param>
    /// <param name="widensBytes">Whether the only input is an image that may also come as bytes.</param>
    public static ExecutionPlan Plan(ModelGraph graph, bool widensBytes) => new Planner(graph, widensBytes).Plan(widensBytes);

    private ExecutionPlan Plan(bool widensBytes)
    {
        foreach (var input in _graph.Inputs)
            _layouts[input] = Exact(input);
        foreach (var (node, strategy) in _assignment.Nodes)
            foreach (var output in node.Outputs)
                _layouts[output] = LayoutOf(output);

        var image = widensBytes ? ReserveImage() : null;
        foreach (var (node, _) in _entry)
            if (!_buffers.ContainsKey(node.Output) && !_assignment.Outputs.Contains(node.Output))
                Reserve(node.Output, EntryStep);
        var temporaries = _steps.Select((pair, step) => Reserve(pair.Node, pair.Strategy, step)).ToArray();

        int length = ScratchAllocator.Allocate(_scratch);
        return new ExecutionPlan(
            [.. _graph.Inputs.Select(input => input.Type)],
            [.. _graph.Outputs.Select(output => output.Type)],
            [.. _entry.Select(pair => Planned(pair.Node, pair.Strategy, null))],
            [.. _steps.Select((pair, step) => Planned(pair.Node, pair.Strategy, temporaries[step])).Where(planned => !planned.Strategy.IsAlias)],
            image is null ? null : new Place(Region.Scratch, 0, _buffers[image].Offset, _layouts[image]),
            length,
            _scratch);
    }

    private bool IsEntry((Node Node, KernelStrategy Strategy) pair) =>
        pair.Node.Operator is Graph.Operators.Convert && _graph.Inputs.Contains(pair.Node.Input) && !_assignment.Outputs.Contains(pair.Node.Output);

    private PlannedNode Planned(Node node, KernelStrategy strategy, ScratchBuffer? temporary) => new(
        node,
        strategy,
        [.. node.Inputs.Select(PlaceOf).Where(place => place.Region != Region.Constant || strategy.TakesConstants)],
        [.. node.Outputs.Select(PlaceOf)],
        temporary?.Offset ?? -1);

    private TensorLayout LayoutOf(Value value)
    {
        if (_assignment.Outputs.Contains(value))
            return Exact(value);
        if (_assignment.OrderOf(value) == MemoryOrder.RowMajor)
            return TensorLayout.RowMajor(value.Type);
        var readers = _readers[value].ToArray();
        var border = readers.Aggregate(default(Border), (room, reader) => room.Union(reader.Strategy.BorderAround(reader.Node, value)));
        var layout = TensorLayout.Padded(value.Type, border);
        // The image's copy is not filled up to whole vectors unless a kernel needs it: its rows are then copied in one piece.
        bool fromUser = _entry.Any(pair => pair.Node.Output == value);
        return fromUser && !readers.Any(reader => reader.Strategy.NeedsLanes(reader.Node, value)) ? layout with { PixelStride = value.Type.Channels } : layout;
    }

    private TensorLayout Exact(Value value) =>
        value.Type.IsMap && (_graph.Interface == MemoryOrder.ChannelsLast || LayoutAssignment.LiesAlike(value.Type)) ? TensorLayout.Exact(value.Type) : TensorLayout.RowMajor(value.Type);

    /// <summary>The place of the widened bytes: that of the input's conversion, or of an input that kernels read as the user gives it.</summary>
    private Value ReserveImage()
    {
        var image = _entry.Select(pair => pair.Node).FirstOrDefault(node => node.Input == _graph.Inputs[0] && _assignment.OrderOf(node.Output) == MemoryOrder.ChannelsLast)?.Output
            ?? _graph.Inputs[0];
        if (image == _graph.Inputs[0])
            _layouts[image] = TensorLayout.Exact(image.Type);
        Reserve(image, EntryStep);
        return image;
    }

    private ScratchBuffer? Reserve(Node node, KernelStrategy strategy, int step)
    {
        foreach (var input in node.Inputs)
            if (_buffers.TryGetValue(Resolve(input), out var read))
                read.UseUntil(step);
        if (strategy.IsAlias)
        {
            _aliases[node.Output] = Resolve(node.Input);
            return null;
        }
        foreach (var output in node.Outputs)
            if (!_assignment.Outputs.Contains(output))
            {
                if (output == node.Output && strategy.WorksInPlace && DiesHere(node, step))
                {
                    _buffers[output] = _buffers[node.Input];
                    _buffers[output].UseUntil(step);
                }
                else
                    Reserve(output, step);
            }

        int temporary = node.Input.IsConstant ? 0 : strategy.TemporaryLength(node, _layouts[node.Input]);
        if (temporary == 0)
            return null;
        var buffer = new ScratchBuffer(node.Name + " temporary", temporary, step);
        _scratch.Add(buffer);
        return buffer;
    }

    private void Reserve(Value value, int firstStep)
    {
        string title = _makers.TryGetValue(value, out var maker) ? maker.Title : value.Name;
        var buffer = new ScratchBuffer(title, _layouts[value].ScratchLength, firstStep);
        _buffers[value] = buffer;
        _scratch.Add(buffer);
    }

    private bool DiesHere(Node node, int step) =>
        _buffers.ContainsKey(node.Input) && !_graph.Inputs.Contains(node.Input) && !_graph.IsVisible(node.Input) && _layouts[node.Input] == _layouts[node.Output]
        && !_aliases.ContainsValue(node.Input)
        && _lastSteps[node.Input] <= step;

    private Value Resolve(Value value) => _aliases.TryGetValue(value, out var target) ? target : value;

    private Place PlaceOf(Value value, int index)
    {
        if (value.IsConstant)
            return new Place(Region.Constant, index, 0, TensorLayout.RowMajor(value.Type));
        var memory = Resolve(value);
        if (_graph.Inputs.Contains(memory))
            return new Place(Region.Input, IndexOf(_graph.Inputs, memory), 0, _layouts[value]);
        return _assignment.Outputs.Contains(memory)
            ? new Place(Region.Output, IndexOf(_assignment.Outputs, memory), 0, _layouts[value])
            : new Place(Region.Scratch, 0, _buffers[memory].Offset, _layouts[value]);
    }

    private static int IndexOf(IReadOnlyList<Value> values, Value value) => values.TakeWhile(other => other != value).Count();
}
