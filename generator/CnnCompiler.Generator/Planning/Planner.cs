using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Kernels;

namespace CnnCompiler.Generator.Planning;

/// <summary>Gives every value of a graph a layout and a place in memory with its lifetime.</summary>
internal sealed class Planner
{
    /// <summary>The conversions of inputs run before the first step.</summary>
    private const int EntryStep = -1;

    /// <summary>Values of another order that a tail may hold for each input of a batch.</summary>
    private const int MostTailValues = 4096;

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
    private readonly HashSet<Value> _firstSlices = [];
    private readonly List<ScratchBuffer> _scratch = [];

    private Planner(ModelGraph graph, bool widensBytes, Func<KernelStrategy, bool>? admits)
    {
        _graph = graph;
        _assignment = LayoutAssignment.Assign(graph, widensBytes, admits);
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
    /// <param name="admits">Which strategies may be chosen; all of them where it is null.</param>
    public static ExecutionPlan Plan(ModelGraph graph, bool widensBytes, Func<KernelStrategy, bool>? admits = null) =>
        new Planner(graph, widensBytes, admits).Plan(widensBytes);

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

        int tail = TailStart();
        int headLength = ScratchAllocator.Allocate([.. _scratch.Where(buffer => buffer.LastStep < tail)]);
        ScratchBuffer[] kept = [.. _scratch.Where(buffer => buffer.LastStep >= tail)];
        int length = checked(headLength + ScratchAllocator.Allocate(kept));
        foreach (var buffer in kept)
            buffer.Offset += headLength;
        return new ExecutionPlan(
            [.. _graph.Inputs.Select(input => input.Type)],
            [.. _graph.Outputs.Select(output => output.Type)],
            [.. _entry.Select(pair => Planned(pair.Node, pair.Strategy, null))],
            [.. _steps.Select((pair, step) => Planned(pair.Node, pair.Strategy, temporaries[step])).Where(planned => !planned.Strategy.IsAlias)],
            image is null ? null : new Place(Region.Scratch, 0, _buffers[image].Offset, _layouts[image]),
            length,
            _scratch)
        {
            TailStart = _steps.Take(tail).Count(pair => !pair.Strategy.IsAlias),
            HeadLength = headLength,
        };
    }

    /// <summary>
    /// The first layer that is computed for a whole batch at once where nothing larger than features comes behind it; the number of steps where there
    /// is none.
    /// </summary>
    private int TailStart()
    {
        int start = _steps.Count;
        for (int step = _steps.Count - 1; step >= 0 && _steps[step].Node.Outputs.All(IsSmall); step--)
            if (_layouts.TryGetValue(_steps[step].Node.Input, out var layout) && _steps[step].Strategy.ComputesBatches(_steps[step].Node, layout))
                start = step;
        return start;

        static bool IsSmall(Value value) => value.Type.IsMap ? value.Type.Batch * value.Type.Height * value.Type.Width == 1 : value.Type.Length <= MostTailValues;
    }

    private bool IsEntry((Node Node, KernelStrategy Strategy) pair) =>
        pair.Node.Operator is Graph.Operators.Convert && _graph.Inputs.Contains(pair.Node.Input)
        && !_assignment.Outputs.Contains(pair.Node.Output) && !_assignment.Slices.IsPart(pair.Node.Output);

    private PlannedNode Planned(Node node, KernelStrategy strategy, ScratchBuffer? temporary) => new(
        node,
        strategy,
        [.. node.Inputs.Select(PlaceOf).Where(place => place.Region != Region.Constant || strategy.TakesConstants)],
        [.. node.Outputs.Select(PlaceOf)],
        temporary?.Offset ?? -1) { ClearsBorder = !_assignment.Slices.IsPart(node.Output) || _firstSlices.Contains(node.Output) };

    private TensorLayout LayoutOf(Value value)
    {
        if (_assignment.Outputs.Contains(value))
            return Exact(value);
        if (_assignment.OrderOf(value) == MemoryOrder.RowMajor)
            return TensorLayout.RowMajor(value.Type);
        var root = _assignment.Slices.Root(value);
        if (root != value)
            return LayoutOf(root) with { Channels = value.Type.Channels, FirstChannel = _assignment.Slices.FirstChannel(value) };
        var readers = (
            from member in _assignment.Slices.Members(value).Distinct()
            from reader in _readers[member]
            select (reader.Node, reader.Strategy, Operand: member)).ToArray();
        var border = readers.Aggregate(default(Border), (room, reader) => room.Union(reader.Strategy.BorderAround(reader.Node, reader.Operand)));
        var layout = TensorLayout.Padded(value.Type, border);
        // The image's copy is not filled up to whole vectors unless a kernel needs it: its rows are then copied in one piece.
        bool fromUser = _entry.Any(pair => pair.Node.Output == value);
        return fromUser && !readers.Any(reader => reader.Strategy.NeedsLanes(reader.Node, reader.Operand)) ? layout with { PixelStride = value.Type.Channels } : layout;
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
            foreach (var output in node.Outputs)
                if (_assignment.Slices.Root(output) is var root && root != output)
                    _aliases[output] = root;
                else if (strategy is not ChannelConcatenation)
                    _aliases[output] = Resolve(node.Input);
            return null;
        }
        foreach (var output in node.Outputs)
            if (!_assignment.Outputs.Contains(output))
            {
                if (_assignment.Slices.IsPart(output))
                    ReserveSlice(output, step);
                else if (output == node.Output && strategy.WorksInPlace && DiesHere(node, step))
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

    /// <summary>The first slice that is written begins the life of the whole map.</summary>
    private void ReserveSlice(Value slice, int step)
    {
        var root = _assignment.Slices.Root(slice);
        _aliases[slice] = root;
        if (_buffers.TryGetValue(root, out var buffer))
        {
            buffer.UseUntil(step);
            return;
        }
        Reserve(root, step);
        _firstSlices.Add(slice);
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
