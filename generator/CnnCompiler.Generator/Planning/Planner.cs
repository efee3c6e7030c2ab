using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Kernels;

namespace CnnCompiler.Generator.Planning;

/// <summary>Chooses a kernel for every node, a layout for every value, and a place in memory with its lifetime.</summary>
internal sealed class Planner
{
    private readonly ModelGraph _graph;
    private readonly Value _input;
    private readonly Value _output;
    private readonly KernelStrategy[] _strategies;
    private readonly Dictionary<Value, TensorLayout> _layouts = [];
    private readonly Dictionary<Value, ScratchBuffer> _buffers = [];
    private readonly List<ScratchBuffer> _scratch = [];

    private Planner(ModelGraph graph)
    {
        _graph = graph;
        (_input, _output) = (graph.Inputs.Single(), graph.Outputs.Single());
        _strategies = [.. graph.Nodes.Select(KernelCatalog.Choose)];
    }

    public static ExecutionPlan Plan(ModelGraph graph) => new Planner(graph).Plan();

    private ExecutionPlan Plan()
    {
        _layouts[_input] = ReadsInputInPlace ? TensorLayout.Exact(_input.Type) : TensorLayout.Padded(_input.Type, BorderAround(_input)) with
        {
            PixelStride = NeedsLanes(_input) ? Lanes.Pad(_input.Type.Channels) : _input.Type.Channels,
        };
        foreach (var node in _graph.Nodes)
            _layouts[node.Output] = TensorLayout.Padded(node.Output.Type, BorderAround(node.Output));

        var image = Reserve(_input, firstStep: -1);
        var temporaries = new ScratchBuffer?[_graph.Nodes.Count];
        for (int step = 0; step < _graph.Nodes.Count; step++)
            temporaries[step] = Reserve(step);
        if (!WritesOutputInPlace && _buffers.TryGetValue(_output, out var last))
            last.UseUntil(_graph.Nodes.Count);

        int length = ScratchAllocator.Allocate(_scratch);
        return new ExecutionPlan(
            [.. _graph.Nodes.Select((node, step) => new PlannedNode(
                node, _strategies[step], [.. node.Inputs.Where(input => !input.IsConstant).Select(PlaceOf)], PlaceOf(node.Output), temporaries[step]?.Offset ?? -1))],
            _layouts[_input],
            ReadsInputInPlace,
            image.Offset,
            WritesOutputInPlace ? null : PlaceOf(_output),
            TensorLayout.Exact(_output.Type),
            length,
            _scratch);
    }

    private bool ReadsInputInPlace => BorderAround(_input).IsEmpty && !NeedsLanes(_input);

    /// <summary>The last kernel may write to the user's memory where whole vectors of channels end exactly with the channels, and nobody reads them again.</summary>
    private bool WritesOutputInPlace =>
        _output != _input && Lanes.Pad(_output.Type.Channels) == _output.Type.Channels && !_graph.Readers(_output).Any();

    private Border BorderAround(Value value) =>
        Readers(value).Aggregate(default(Border), (border, reader) => border.Union(reader.Strategy.BorderAround(reader.Node)));

    private bool NeedsLanes(Value value) => Readers(value).Any(reader => reader.Strategy.NeedsLanes(reader.Node));

    private IEnumerable<(Node Node, KernelStrategy Strategy)> Readers(Value value) =>
        _graph.Nodes.Select((node, step) => (node, _strategies[step])).Where(pair => pair.node.Inputs.Contains(value));

    private ScratchBuffer? Reserve(int step)
    {
        var node = _graph.Nodes[step];
        foreach (var input in node.Inputs)
            if (_buffers.TryGetValue(input, out var read))
                read.UseUntil(step);
        if (node.Output != _output || !WritesOutputInPlace)
        {
            if (_strategies[step].WorksInPlace && DiesHere(node, step))
            {
                _buffers[node.Output] = _buffers[node.Input];
                _buffers[node.Output].UseUntil(step);
            }
            else
                Reserve(node.Output, step);
        }

        int temporary = _strategies[step].TemporaryLength(node, _layouts[node.Input]);
        if (temporary == 0)
            return null;
        var buffer = new ScratchBuffer(node.Name + " temporary", temporary, step);
        _scratch.Add(buffer);
        return buffer;
    }

    private ScratchBuffer Reserve(Value value, int firstStep)
    {
        var buffer = new ScratchBuffer(_graph.Producer(value)?.Title ?? value.Name, _layouts[value].Length, firstStep);
        _buffers[value] = buffer;
        _scratch.Add(buffer);
        return buffer;
    }

    private bool DiesHere(Node node, int step) =>
        node.Input != _input && !_graph.IsVisible(node.Input) && _layouts[node.Input] == _layouts[node.Output]
        && !_graph.Nodes.Skip(step + 1).Any(later => later.Inputs.Contains(node.Input));

    private Place PlaceOf(Value value)
    {
        if (value == _input)
            return new Place(Region.Image, 0, _layouts[value]);
        return value == _output && WritesOutputInPlace
            ? new Place(Region.Output, 0, _layouts[value])
            : new Place(Region.Scratch, _buffers[value].Offset, _layouts[value]);
    }
}
