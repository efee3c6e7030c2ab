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

    public static Value Constant(WeightExpression weight) => new(weight.ToString(), new TensorType(ElementType.Float32, [.. weight.Shape]), weight);

    /// <summary>Adds an operator with one output, named by its place in the graph.</summary>
    public Value Add(Operator op, NodeSource source, params Value[] inputs)
    {
        var output = new Value("%" + _nodes.Count.ToString(CultureInfo.InvariantCulture), op.Infer([.. inputs.Select(input => input.Type)]));
        _nodes.Add(new Node(op, inputs, [output], [source]));
        return output;
    }

    public void Tap(string name, Value value) => _taps.Add(new Tap(name, value));

    public void Output(Value value) => _outputs.Add(value);

    public ModelGraph Build() => new(_inputs, _outputs, _nodes, _taps);
}
