using System.Globalization;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Graph;

/// <summary>Puts a graph together, node by node, with branches where a value is read twice; the shapes follow from the operators.</summary>
internal sealed class GraphBuilder
{
    private readonly List<Value> _inputs = [];
    private readonly List<Value> _outputs = [];
    private readonly List<Node> _nodes = [];
    private readonly List<Tap> _taps = [];

    public Value Input(string name, TensorType type)
    {
        var value = new Value(name, type);
        _inputs.Add(value);
        return value;
    }

    public static Value Constant(WeightExpression weight) => new(weight.ToString(), new TensorType(weight.Element, [.. weight.Shape]), weight);

    public static Value Constant(ConstantTensor tensor) => Constant(new LiteralTensor(tensor));

    /// <summary>Adds an operator and returns its first output, named by its place in the graph.</summary>
    public Value Add(Operator op, NodeSource source, params Value[] inputs) => AddAll(op, source, inputs)[0];

    /// <summary>Adds an operator and returns all its outputs, named by its place in the graph.</summary>
    public IReadOnlyList<Value> AddAll(Operator op, NodeSource source, params Value[] inputs)
    {
        string name = "%" + _nodes.Count.ToString(CultureInfo.InvariantCulture);
        Value[] outputs = [.. op.InferAll([.. inputs.Select(input => input.Type)])
            .Select((type, index) => new Value(index == 0 ? name : $"{name}.{index.ToString(CultureInfo.InvariantCulture)}", type))];
        _nodes.Add(new Node(op, inputs, outputs, [source]));
        return outputs;
    }

    public void Tap(string name, Value value) => _taps.Add(new Tap(name, value));

    public void Output(Value value) => _outputs.Add(value);

    public ModelGraph Build() => new(_inputs, _outputs, _nodes, _taps);
}
