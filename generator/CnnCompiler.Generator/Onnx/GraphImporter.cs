using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Passes;
using CnnCompiler.Generator.Weights;
using CnnCompiler.Weights;

namespace CnnCompiler.Generator.Onnx;

/// <summary>
/// Makes a graph of a model. What can be computed without the model's inputs is computed at once, so that the arithmetic with which exporters find
/// shapes never becomes code.
/// </summary>
internal sealed class GraphImporter
{
    /// <summary>The most float values of a weight that are looked at here; larger weights are never held.</summary>
    private const int MostKnownFloats = 1024;

    private readonly OnnxModel _model;
    private readonly GraphBuilder _builder = new();
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxTensor> _initializers = new(StringComparer.Ordinal);
    private readonly Dictionary<Value, ConstantTensor> _known = [];
    private readonly Dictionary<Value, OnnxTensor> _quantised = [];
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    private readonly ProblemList _problems = new();
    private readonly List<OnnxLayer> _layers = [];
    private readonly List<Tap> _maps = [];
    private ImportSite? _site;
    private int _stepsOfSite;
    private long _parameters;
    private long _multiplyAdds;

    private GraphImporter(OnnxModel model) => _model = model;

    public int Opset => _model.Opset;

    /// <summary>Imports a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dimensions">The lengths of free dimensions by name.</param>
    /// <param name="cancellation">Stops the work between nodes.</param>
    /// <exception cref="OnnxException">The model contradicts itself.</exception>
    public static OnnxImport Import(OnnxModel model, IReadOnlyDictionary<string, int> dimensions, CancellationToken cancellation = default)
    {
        try
        {
            return new GraphImporter(model).Import(dimensions, cancellation);
        }
        catch (WeightException fault)
        {
            throw new OnnxException(fault.Message, fault);
        }
    }

    /// <summary>The values of a constant where the compiler knows them.</summary>
    public ConstantTensor? Known(Value value) => value.Weight is LiteralTensor literal ? literal.Tensor
        : _known.TryGetValue(value, out var known) ? known : null;

    /// <summary>A tensor of the file: a small one's values, a large one's place.</summary>
    public Value Constant(string name, OnnxTensor tensor)
    {
        if (tensor.ExternalFile is { } file)
            _model.OpenBeside(name, file, tensor.Offset, tensor.ByteLength).Dispose();
        if (tensor.Count > TensorShape.MaxLength || tensor.Shape.Any(axis => axis > TensorShape.MaxLength))
            throw new OnnxException(
                FormattableString.Invariant($"the tensor {ImportSite.Quote(name)} must have at most {TensorShape.MaxLength} values; found {TensorEntry.Describe(tensor.Shape)}"));
        if (TensorValues.ReadAs(tensor.DataType) is null)
            throw new UnsupportedException($"the constant {ImportSite.Quote(name)} of type {OnnxTensor.TypeName(tensor.DataType)} cannot be read");
        bool isQuantised = tensor.DataType is OnnxTensor.Int8 or OnnxTensor.UInt8 && tensor.Count > MostKnownFloats && name.Length > 0;
        if (isQuantised)
        {
            var bytes = GraphBuilder.Constant(new StoredTensor(name, tensor.Shape.Select(axis => (int)axis).ToEquatableArray()) { StoredAs = TensorValues.ReadAs(tensor.DataType)!.Value });
            _quantised[bytes] = tensor;
            return bytes;
        }
        bool isWeight = tensor.DataType is OnnxTensor.Float32 or OnnxTensor.Float16 && tensor.Count > 1 && name.Length > 0;
        if (!isWeight && tensor.Count > LiteralTensor.MaxLength)
            throw new UnsupportedException(FormattableString.Invariant(
                $"the constant {ImportSite.Quote(name)} has {tensor.Count} values of type {OnnxTensor.TypeName(tensor.DataType)}; only float32 and float16 may have more than {LiteralTensor.MaxLength}"));
        var known = isWeight && tensor.Count > MostKnownFloats ? null : TensorValues.Of(tensor, _model.ValuesOf(tensor));
        if (!isWeight || (known is { Values: float[] floats } && floats.Any(value => float.IsNaN(value) || float.IsInfinity(value))))
            return GraphBuilder.Constant(known!);
        var stored = GraphBuilder.Constant(new StoredTensor(name, tensor.Shape.Select(axis => (int)axis).ToEquatableArray()));
        if (known is not null)
            _known[stored] = known;
        return stored;
    }

    /// <summary>Adds an operator for a node, or computes it where all its operands are known.</summary>
    public IReadOnlyList<Value> Add(ImportSite site, Operator op, Value[] operands)
    {
        var types = op.InferAll([.. operands.Select(operand => operand.Type)]);
        foreach (var type in types)
            RequireSensible(type);
        if (operands.All(operand => operand.IsConstant) && ConstantFolding.Fold(op, types, operands, Known) is { } folded)
        {
            foreach (var (value, known) in folded)
                if (known is not null && value.Weight is not LiteralTensor)
                    _known[value] = known;
            return [.. folded.Select(pair => pair.Value)];
        }
        operands = [.. operands.Select(Readable)];
        if (_site != site)
        {
            (_site, _stepsOfSite) = (site, 0);
            (_parameters, _multiplyAdds) = (0, 0);
        }
        _stepsOfSite++;
        _parameters += operands.Where(operand => operand.Weight is not null and not LiteralTensor).Sum(operand => (long)operand.Type.Length);
        _multiplyAdds += OperatorCost.MultiplyAdds(op, [.. operands.Select(operand => operand.Type)], types[0]);
        string kind = _stepsOfSite == 1 ? site.Node.OpType : FormattableString.Invariant($"{site.Node.OpType}Step{_stepsOfSite}Of");
        return _builder.AddAll(op, new NodeSource(_layers.Count, kind, site.Node.Title), operands);
    }

    private bool IsReadable(Value value, string name)
    {
        try
        {
            return Readable(value) is not null;
        }
        catch (UnsupportedException reason)
        {
            _problems.Unsupported("output", name, reason.Message);
            return false;
        }
    }

    /// <summary>An operand that kernels can read: large constants of 8 bits are only ever made real, and smaller ones become literals for other operators.</summary>
    private Value Readable(Value value)
    {
        if (value.Weight is null or LiteralTensor || value.Type.Element == ElementType.Float32)
            return value;
        return _quantised.TryGetValue(value, out var tensor) && tensor.Count <= LiteralTensor.MaxLength
            ? GraphBuilder.Constant(TensorValues.Of(tensor, _model.ValuesOf(tensor)))
            : throw new UnsupportedException(FormattableString.Invariant(
                $"a constant of {value.Type} can only be read by DequantizeLinear and the quantised operators; other operators read at most {LiteralTensor.MaxLength} such values"));
    }

    /// <summary>Limits a value to what can be addressed.</summary>
    public static void RequireSensible(TensorType type)
    {
        long length = 1;
        foreach (int axis in type.Shape)
        {
            length = axis == 0 ? 0 : length * axis;
            if (axis < 0 || length > TensorShape.MaxLength)
                throw new OnnxException(FormattableString.Invariant($"expected values with at most {TensorShape.MaxLength} elements; found the shape [{string.Join(", ", type.Shape)}]"));
        }
    }

    private OnnxImport Import(IReadOnlyDictionary<string, int> dimensions, CancellationToken cancellation)
    {
        if (_model.HasSparseInitializers)
            _problems.Unsupported("sparse_initializer", "", "sparse tensors cannot be read: save them dense");
        foreach (var tensor in _model.Initializers.Where(tensor => tensor.Name.Length > 0))
            if (_initializers.ContainsKey(tensor.Name))
                throw new OnnxException($"expected one tensor called {ImportSite.Quote(tensor.Name)}; found two");
            else
                _initializers.Add(tensor.Name, tensor);
        var inputs = ReadInputs(dimensions);
        foreach (var node in NodeOrder.Sort(_model, _initializers.ContainsKey))
        {
            cancellation.ThrowIfCancellationRequested();
            Import(node);
        }
        var outputs = ReadOutputs();
        return _problems.Count > 0
            ? new OnnxImport(null, inputs, outputs, _layers, _problems.ToList())
            : Complete(inputs, outputs);
    }

    private OnnxImport Complete(List<OnnxPort> inputs, List<OnnxPort> outputs)
    {
        var graph = new DropDeadNodes().Run(_builder.Build());
        var live = new HashSet<Value>(graph.Nodes.SelectMany(node => node.Outputs));
        return new OnnxImport(graph, inputs, outputs, _layers, []) { Maps = [.. _maps.Where(map => live.Contains(map.Value))] };
    }

    private List<OnnxPort> ReadInputs(IReadOnlyDictionary<string, int> dimensions)
    {
        var ports = new List<OnnxPort>();
        var free = new FreeDimensions(dimensions, _problems);
        OnnxValueInfo[] given = [.. _model.Inputs.Where(input => !_initializers.ContainsKey(input.Name))];
        foreach (var input in given)
            free.Lead(input);
        foreach (var input in given)
        {
            if (input.Name.Length == 0 || _values.ContainsKey(input.Name) || _missing.Contains(input.Name))
                throw new OnnxException($"expected inputs with names of their own; found {ImportSite.Quote(input.Name)}{(input.Name.Length == 0 ? "" : " twice")}");
            var shape = free.Settle(input);
            if (TensorValues.ComputedAs(input.DataType) is not { } element)
                _problems.Unsupported("input", input.Name, input.DataType == 0 ? "only tensors can be inputs" : $"inputs of type {OnnxTensor.TypeName(input.DataType)} cannot be computed with");
            else if (shape is not null)
            {
                var type = new TensorType(element, shape);
                RequireSensible(type);
                _values.Add(input.Name, _builder.Input(input.Name, type));
                ports.Add(new OnnxPort(input.Name, input.DataType, shape.ToEquatableArray()));
                continue;
            }
            _missing.Add(input.Name);
        }
        free.ReportUnknown();
        return ports;
    }

    private List<OnnxPort> ReadOutputs()
    {
        var ports = new List<OnnxPort>();
        if (_model.Outputs.Count == 0)
            throw new OnnxException("expected a model with outputs; found none");
        foreach (var output in _model.Outputs)
        {
            if (ports.Any(port => port.Name == output.Name))
                throw new OnnxException($"expected outputs with names of their own; found {ImportSite.Quote(output.Name)} twice");
            if (_missing.Contains(output.Name))
                continue;
            var value = ResolveOutput(output.Name) ?? throw new OnnxException($"expected an output called {ImportSite.Quote(output.Name)}; found nothing that makes it");
            int dataType = TensorValues.ComputedAs(output.DataType) == value.Type.Element ? output.DataType
                : output.DataType == 0 ? TensorValues.NumberOf(value.Type.Element)
                : throw new OnnxException($"expected the output {ImportSite.Quote(output.Name)} to be {OnnxTensor.TypeName(output.DataType)}, as the model says; found {value.Type}");
            // A weight is read as an operand of a node, never as an output by itself.
            if (value.Type.Element != ElementType.Float32 && value.Weight is not null and not LiteralTensor && !IsReadable(value, output.Name))
                continue;
            if (value.Weight is not null and not LiteralTensor)
                value = _builder.Add(new Pointwise(PointwiseFunction.Identity), new NodeSource(_layers.Count + ports.Count, "Output", output.Name), Readable(value));
            _builder.Output(value);
            ports.Add(new OnnxPort(output.Name, dataType, value.Type.Shape.ToEquatableArray()));
        }
        return ports;
    }

    private void Import(OnnxNode node)
    {
        if (OperatorTable.Find(node) is not { } importer)
        {
            _problems.Unsupported(node.Domain.Length == 0 ? node.OpType : $"{node.Domain}.{node.OpType}", node.Title, OperatorTable.ReasonAgainst(node));
            Miss(node);
            return;
        }
        // What depends on something missing cannot be looked at; what is missing has been told.
        if (node.Inputs.Any(_missing.Contains))
        {
            Miss(node);
            return;
        }
        try
        {
            var site = new ImportSite(this, node, [.. node.Inputs.Select(name => name.Length == 0 ? null : Resolve(name))]);
            var outputs = importer(site);
            for (int index = 0; index < node.Outputs.Count; index++)
                if (node.Outputs[index].Length > 0)
                    _values[node.Outputs[index]] = index < outputs.Count ? outputs[index] : throw new UnsupportedException(
                        FormattableString.Invariant($"its output {index + 1} cannot be computed"));
            if (_site == site)
            {
                for (int index = 0; index < node.Outputs.Count; index++)
                    if (node.Outputs[index].Length > 0)
                        _maps.Add(new Tap(index == 0 ? node.Title : node.Outputs[index], outputs[index]));
                _layers.Add(new OnnxLayer(
                    node.Title, node.OpType, string.Join("x", outputs[0].Type.Shape), outputs.Sum(output => (long)output.Type.Length * output.Type.Element.ByteLength()),
                    _parameters, _multiplyAdds));
            }
        }
        catch (UnsupportedException reason)
        {
            _problems.Unsupported(node.OpType, node.Title, reason.Message);
            Miss(node);
        }
        catch (Exception fault) when (fault is OnnxException or ArgumentException or OverflowException)
        {
            string text = fault is OverflowException ? "its shape is too large" : fault.Message;
            throw new OnnxException($"{node.OpType} {ImportSite.Quote(node.Title)}: {text}", fault);
        }
    }

    private void Miss(OnnxNode node) => _missing.UnionWith(node.Outputs.Where(name => name.Length > 0));

    private Value? ResolveOutput(string name)
    {
        try
        {
            return Resolve(name);
        }
        catch (UnsupportedException reason)
        {
            throw new OnnxException($"the output {ImportSite.Quote(name)}: {reason.Message}", reason);
        }
    }

    /// <summary>The value of a name; null where nothing makes it.</summary>
    private Value? Resolve(string name)
    {
        if (_values.TryGetValue(name, out var value))
            return value;
        return _initializers.TryGetValue(name, out var tensor) ? _values[name] = Constant(name, tensor) : null;
    }
}
