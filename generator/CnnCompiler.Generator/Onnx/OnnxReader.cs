using CnnCompiler.Weights;

namespace CnnCompiler.Generator.Onnx;

/// <summary>Reads the messages of an ONNX file: model, graph, nodes, inputs and outputs. Nothing in it is believed before it is checked.</summary>
/// <remarks>Graphs within nodes (Loop, If) are not entered, so that messages nest to a fixed depth.</remarks>
internal sealed class OnnxReader
{
    /// <summary>The first version of the file format that this reader knows: 3, of 2017.</summary>
    private const int LeastIrVersion = 3;

    /// <summary>The most numbers an attribute may have; larger lists come as tensors.</summary>
    private const int MostNumbers = 1 << 20;

    private readonly ProtobufReader _reader;
    private readonly OnnxModel _model;
    private bool _hasGraph;

    private OnnxReader(ProtobufReader reader, Func<string, Stream?> openBeside) => (_reader, _model) = (reader, new OnnxModel(reader, openBeside));

    /// <summary>Reads a model; the stream must stay open as long as values are read.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="fileName">The name of the file for messages.</param>
    /// <param name="openBeside">Opens a file in which the model keeps values, by the path that it gives; null where there is none.</param>
    /// <exception cref="OnnxException">The file is no ONNX model, or is damaged.</exception>
    public static OnnxModel Read(Stream stream, string fileName, Func<string, Stream?>? openBeside = null)
    {
        try
        {
            return new OnnxReader(new ProtobufReader(stream, fileName), openBeside ?? (static _ => null)).Read();
        }
        catch (WeightException fault)
        {
            throw new OnnxException(fault.Message, fault);
        }
    }

    private OnnxModel Read()
    {
        long end = _reader.Length;
        if (end == 0)
            throw new OnnxException($"{_reader.FileName}: expected an ONNX model; found an empty file.");
        while (_reader.Next(end, out int field, out var wire))
            switch (field)
            {
                case 1: _model.IrVersion = _reader.Integer(wire, end); break;
                case OnnxTensors.GraphField: ReadGraph(_reader.Enter(wire, end)); break;
                case 8: ReadOpset(_reader.Enter(wire, end)); break;
                default: _reader.Skip(wire, end); break;
            }
        if (!_hasGraph)
            throw new OnnxException($"{_reader.FileName}: expected an ONNX model with a graph; found none: the file is of another kind, or cut off.");
        if (_model.IrVersion < LeastIrVersion)
            throw new OnnxException(FormattableString.Invariant(
                $"{_reader.FileName}: expected an ONNX model of IR version {LeastIrVersion} or newer; found {_model.IrVersion}: convert it with onnx.version_converter."));
        return _model;
    }

    private void ReadOpset(long end)
    {
        string domain = "";
        long version = 0;
        while (_reader.Next(end, out int field, out var wire))
            switch (field)
            {
                case 1: domain = _reader.Text(wire, end); break;
                case 2: version = _reader.Integer(wire, end); break;
                default: _reader.Skip(wire, end); break;
            }
        if (OperatorTable.IsStandard(domain))
            _model.Opset = version is >= 1 and <= int.MaxValue ? (int)version
                : throw new OnnxException(FormattableString.Invariant($"{_reader.FileName}: expected an opset version of at least 1; found {version}."));
    }

    private void ReadGraph(long end)
    {
        _hasGraph = true;
        while (_reader.Next(end, out int field, out var wire))
            switch (field)
            {
                case OnnxTensors.NodeField: Add(_model.Nodes, ReadNode(_reader.Enter(wire, end)), "nodes"); break;
                case OnnxTensors.InitializerField: Add(_model.Initializers, OnnxTensor.Read(_reader, _reader.Enter(wire, end)), "tensors"); break;
                case 11: Add(_model.Inputs, ReadValueInfo(_reader.Enter(wire, end)), "inputs"); break;
                case 12: Add(_model.Outputs, ReadValueInfo(_reader.Enter(wire, end)), "outputs"); break;
                case 15:
                    _model.HasSparseInitializers = true;
                    _reader.Skip(wire, end);
                    break;
                default: _reader.Skip(wire, end); break;
            }
    }

    private void Add<T>(List<T> list, T item, string what)
    {
        if (list.Count == OnnxTensors.MaxCount)
            throw _reader.Error(FormattableString.Invariant($"at most {OnnxTensors.MaxCount} {what}"), "more", _reader.Position);
        list.Add(item);
    }

    private OnnxNode ReadNode(long end)
    {
        List<string> inputs = [], outputs = [];
        var attributes = new List<OnnxAttribute>();
        string name = "", type = "", domain = "";
        while (_reader.Next(end, out int field, out var wire))
            switch (field)
            {
                case 1: Add(inputs, _reader.Text(wire, end), "operands of a node"); break;
                case 2: Add(outputs, _reader.Text(wire, end), "outputs of a node"); break;
                case 3: name = _reader.Text(wire, end); break;
                case 4: type = _reader.Text(wire, end); break;
                case 5: Add(attributes, ReadAttribute(_reader.Enter(wire, end)), "attributes of a node"); break;
                case 7: domain = _reader.Text(wire, end); break;
                default: _reader.Skip(wire, end); break;
            }
        return new OnnxNode(name, type, OperatorTable.IsStandard(domain) ? "" : domain, inputs, outputs, attributes);
    }

    private OnnxAttribute ReadAttribute(long end)
    {
        string name = "", text = "";
        float number = 0;
        long integer = 0;
        long type = 0;
        var likely = OnnxAttributeType.Undefined;
        OnnxTensor? tensor = null;
        var floats = new List<float>();
        var integers = new List<long>();
        var texts = new List<string>();
        while (_reader.Next(end, out int field, out var wire))
        {
            // Before IR version 4 the type might be left out; then the field that is there tells it.
            likely = field switch
            {
                2 => OnnxAttributeType.Float, 3 => OnnxAttributeType.Int, 4 => OnnxAttributeType.String, 5 => OnnxAttributeType.Tensor,
                6 or 11 => OnnxAttributeType.Graph, 7 => OnnxAttributeType.Floats, 8 => OnnxAttributeType.Ints, 9 => OnnxAttributeType.Strings,
                _ => likely,
            };
            switch (field)
            {
                case 1: name = _reader.Text(wire, end); break;
                case 2: number = _reader.Single(wire, end); break;
                case 3: integer = _reader.Integer(wire, end); break;
                case 4: text = _reader.Text(wire, end); break;
                case 5: tensor = OnnxTensor.Read(_reader, _reader.Enter(wire, end)); break;
                case 7: ReadMany(wire, end, floats, WireType.Fixed32, last => _reader.Single(WireType.Fixed32, last)); break;
                case 8: ReadMany(wire, end, integers, WireType.Varint, last => unchecked((long)_reader.Varint(last))); break;
                case 9: Add(texts, _reader.Text(wire, end), "texts of an attribute"); break;
                case 20: type = _reader.Integer(wire, end); break;
                default: _reader.Skip(wire, end); break;
            }
        }
        return new OnnxAttribute(name, type is > 0 and <= 14 ? (OnnxAttributeType)type : likely)
        {
            Float = number, Integer = integer, Text = text, Tensor = tensor, Floats = floats, Integers = integers, Texts = texts,
        };
    }

    /// <summary>Reads a repeated number, packed or not.</summary>
    private void ReadMany<T>(WireType wire, long end, List<T> numbers, WireType single, Func<long, T> read)
    {
        long last = wire == WireType.Bytes ? _reader.Enter(wire, end) : end;
        if (wire != WireType.Bytes && wire != single)
            throw _reader.Error("numbers", $"a value of the kind {wire}", _reader.Position);
        do
        {
            if (wire == WireType.Bytes && _reader.Position == last)
                return;
            if (numbers.Count == MostNumbers)
                throw _reader.Error(FormattableString.Invariant($"at most {MostNumbers} numbers in an attribute"), "more", _reader.Position);
            numbers.Add(read(last));
        }
        while (wire == WireType.Bytes);
    }

    private OnnxValueInfo ReadValueInfo(long end)
    {
        string name = "";
        int dataType = 0;
        List<OnnxDimension>? shape = null;
        while (_reader.Next(end, out int field, out var wire))
            switch (field)
            {
                case 1: name = _reader.Text(wire, end); break;
                case 2:
                    long last = _reader.Enter(wire, end);
                    while (_reader.Next(last, out int inner, out wire))
                        if (inner == 1)
                            (dataType, shape) = ReadTensorType(_reader.Enter(wire, last));
                        else
                            _reader.Skip(wire, last);
                    break;
                default: _reader.Skip(wire, end); break;
            }
        return new OnnxValueInfo(name, dataType, shape);
    }

    private (int DataType, List<OnnxDimension>? Shape) ReadTensorType(long end)
    {
        int dataType = 0;
        List<OnnxDimension>? shape = null;
        while (_reader.Next(end, out int field, out var wire))
            switch (field)
            {
                case 1: dataType = unchecked((int)_reader.Integer(wire, end)); break;
                case 2:
                    shape = [];
                    long last = _reader.Enter(wire, end);
                    while (_reader.Next(last, out int inner, out wire))
                        if (inner == 1)
                            AddDimension(shape, ReadDimension(_reader.Enter(wire, last)));
                        else
                            _reader.Skip(wire, last);
                    break;
                default: _reader.Skip(wire, end); break;
            }
        return (dataType, shape);
    }

    private void AddDimension(List<OnnxDimension> shape, OnnxDimension dimension)
    {
        if (shape.Count == TensorEntry.MaxRank)
            throw _reader.Error(FormattableString.Invariant($"at most {TensorEntry.MaxRank} axes"), "more", _reader.Position);
        shape.Add(dimension);
    }

    private OnnxDimension ReadDimension(long end)
    {
        long? length = null;
        string name = "";
        while (_reader.Next(end, out int field, out var wire))
            switch (field)
            {
                case 1: length = _reader.Integer(wire, end); break;
                case 2: name = _reader.Text(wire, end); break;
                default: _reader.Skip(wire, end); break;
            }
        // Some exporters write a free axis as -1.
        return new OnnxDimension(length < 0 ? null : length, name);
    }
}
