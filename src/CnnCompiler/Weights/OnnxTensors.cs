using static CnnCompiler.Weights.MessageText;
using static CnnCompiler.Weights.WeightException;

namespace CnnCompiler.Weights;

/// <summary>
/// The tensors that an ONNX model holds: its initializers, and those of its Constant nodes, which are named by the nodes' outputs. They are found
/// without reading their values.
/// </summary>
public sealed class OnnxTensors : TensorIndex
{
    /// <summary>The most nodes, and the most tensors, that a model may have: fifty times those of the largest detectors.</summary>
    public const int MaxCount = 100_000;

    internal const int GraphField = 7;
    internal const int NodeField = 1;
    internal const int InitializerField = 5;
    private const int IrVersionField = 1;
    private const string Suffix = ".onnx";

    private OnnxTensors(string fileName, IReadOnlyList<TensorEntry> entries)
        : base(fileName, entries)
    {
    }

    /// <summary>Reads which tensors a model holds, and checks that their values are there.</summary>
    /// <param name="stream">A seekable stream, standing where the file begins; the file ends where the stream ends.</param>
    /// <param name="fileName">The name of the file for messages.</param>
    /// <exception cref="WeightException">The file is no ONNX model, is cut off, or a length or count in it is wrong.</exception>
    /// <exception cref="ArgumentException">The stream cannot seek, so that its length is not known.</exception>
    public static OnnxTensors Read(Stream stream, string fileName)
    {
        var reader = new ProtobufReader(stream, fileName);
        var tensors = new List<(string Name, OnnxTensor Tensor)>();
        while (reader.Next(reader.Length, out int field, out var wire))
            if (field == GraphField)
                ReadGraph(reader, reader.Enter(wire, reader.Length), tensors);
            else
                reader.Skip(wire, reader.Length);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<TensorEntry>();
        foreach (var (name, tensor) in tensors)
        {
            if (!names.Add(name))
                throw Fault(fileName, name, "one tensor of that name", "two");
            entries.Add(Entry(reader, name, tensor));
        }
        entries.Sort(InFileOrder);
        return new OnnxTensors(fileName, entries);
    }

    /// <summary>
    /// Whether a file is an ONNX model, by its name or its first bytes: a model begins with the field of its IR version, as a number, which as the
    /// length of a safetensors header would be beyond the limit unless it is small, and then the header would begin with a brace.
    /// </summary>
    internal static bool IsModel(Stream stream, string fileName)
    {
        if (fileName.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase))
            return true;
        long start = stream.Position;
        byte[] first = new byte[9];
        int length = 0;
        for (int read; length < first.Length && (read = stream.Read(first, length, first.Length - length)) > 0;)
            length += read;
        stream.Position = start;
        return length == first.Length && first[0] == IrVersionField << 3 && first[1] is > 0 and < 0x80 && first[8] != '{' && (first[2] & 7) is 0 or 2;
    }

    private static void ReadGraph(ProtobufReader reader, long end, List<(string Name, OnnxTensor Tensor)> tensors)
    {
        while (reader.Next(end, out int field, out var wire))
        {
            if (field is not (NodeField or InitializerField))
            {
                reader.Skip(wire, end);
                continue;
            }
            long last = reader.Enter(wire, end);
            if (field == InitializerField)
            {
                var tensor = OnnxTensor.Read(reader, last);
                Add(reader, tensors, tensor.Name, tensor);
            }
            else if (ReadConstant(reader, last) is { } constant)
                Add(reader, tensors, constant.Name, constant.Tensor);
        }
    }

    /// <summary>Adds a tensor that can be asked for; one without a name cannot.</summary>
    private static void Add(ProtobufReader reader, List<(string Name, OnnxTensor Tensor)> tensors, string name, OnnxTensor tensor)
    {
        if (name.Length == 0)
            return;
        if (tensors.Count == MaxCount)
            throw reader.Error(Text($"at most {MaxCount} tensors"), "more", reader.Position);
        tensors.Add((name, tensor));
    }

    /// <summary>The tensor of a Constant node under the name of the node's output; null for other nodes and other constants.</summary>
    private static (string Name, OnnxTensor Tensor)? ReadConstant(ProtobufReader reader, long end)
    {
        string name = "", type = "", domain = "";
        OnnxTensor? tensor = null;
        while (reader.Next(end, out int field, out var wire))
            switch (field)
            {
                case 2 when name.Length == 0: name = reader.Text(wire, end); break;
                case 4: type = reader.Text(wire, end); break;
                case 5: tensor = ReadAttribute(reader, reader.Enter(wire, end)) ?? tensor; break;
                case 7: domain = reader.Text(wire, end); break;
                default: reader.Skip(wire, end); break;
            }
        return type == "Constant" && domain is "" or "ai.onnx" && tensor is { } found ? (name, found) : null;
    }

    private static OnnxTensor? ReadAttribute(ProtobufReader reader, long end)
    {
        string name = "";
        OnnxTensor? tensor = null;
        while (reader.Next(end, out int field, out var wire))
            switch (field)
            {
                case 1: name = reader.Text(wire, end); break;
                case 5: tensor = OnnxTensor.Read(reader, reader.Enter(wire, end)); break;
                default: reader.Skip(wire, end); break;
            }
        return name == "value" ? tensor : null;
    }

    private static TensorEntry Entry(ProtobufReader reader, string name, OnnxTensor tensor)
    {
        string type = tensor.DataType switch
        {
            1 => "F32", 2 => "U8", 3 => "I8", 4 => "U16", 5 => "I16", 6 => "I32", 7 => "I64", 9 => "BOOL", 10 => "F16", 11 => "F64", 12 => "U32", 13 => "U64",
            16 => "BF16", var other => OnnxTensor.TypeName(other),
        };
        // Values written number by number are rare and are brought into their form in memory at once; they then take no more than twice the file.
        byte[]? values = tensor.Offset < 0 && tensor.DataType is OnnxTensor.Float32 or OnnxTensor.Float16 or OnnxTensor.UInt8 or OnnxTensor.Int8 && tensor.ByteLength > 0 ? tensor.ReadValues(reader) : null;
        return new TensorEntry(name, type, tensor.Shape, Math.Max(tensor.Offset, 0), tensor.ByteLength) { Detached = values, ExternalFile = tensor.ExternalFile };
    }
}
