using CnnCompiler.Weights;

namespace CnnCompiler.Generator.Onnx;

/// <summary>An ONNX model as its file has it, without the values of its tensors.</summary>
internal sealed class OnnxModel(ProtobufReader reader, Func<string, Stream?> openBeside)
{
    /// <summary>The version of the file format.</summary>
    public long IrVersion { get; set; }

    /// <summary>The version of the standard's operators; 1 where the file gives none, as the standard says.</summary>
    public int Opset { get; set; } = 1;

    public List<OnnxNode> Nodes { get; } = [];

    public List<OnnxTensor> Initializers { get; } = [];

    /// <summary>The inputs as the file lists them; those with an initializer are constants.</summary>
    public List<OnnxValueInfo> Inputs { get; } = [];

    public List<OnnxValueInfo> Outputs { get; } = [];

    /// <summary>Whether there are initializers in the sparse format, which cannot be read here.</summary>
    public bool HasSparseInitializers { get; set; }

    /// <summary>Reads a tensor's values out of the file, or the one that holds them, as they lie in memory.</summary>
    public byte[] ValuesOf(OnnxTensor tensor)
    {
        if (tensor.ExternalFile is not { } file)
            return tensor.ReadValues(reader);
        using var stream = OpenBeside(tensor.Name, file, tensor.Offset, tensor.ByteLength);
        return tensor.ReadValues(new ProtobufReader(stream, file));
    }

    /// <summary>Opens the file that holds the values of a tensor, which are then there.</summary>
    /// <exception cref="OnnxException">There is no such file, or it is too short.</exception>
    public Stream OpenBeside(string tensor, string file, long offset, long byteLength)
    {
        var stream = openBeside(file) ?? throw new OnnxException(
            $"the tensor {ImportSite.Quote(tensor)} keeps its values in another file, {ImportSite.Quote(file)}, which the project does not list: put it beside the model " +
            $"and list it too, <CnnModel Include={ImportSite.Quote(file)} /> with the model's own folder in front, or save the model as one file " +
            "(onnx.save_model with save_as_external_data=False)");
        if (offset <= stream.Length - byteLength)
            return stream;
        using (stream)
            throw new OnnxException(ExternalPlace.OutOfFile(file, tensor, file, offset, byteLength, stream.Length).Message);
    }
}

/// <summary>One operator of a model.</summary>
/// <param name="Name">Its name; may be empty or not unique.</param>
/// <param name="OpType">The operator.</param>
/// <param name="Domain">Whose operator it is; empty for the standard's.</param>
/// <param name="Inputs">The names of what it reads; empty for an optional input that is left out.</param>
/// <param name="Outputs">The names of what it makes; empty for an optional output that nobody wants.</param>
/// <param name="Attributes">Its settings.</param>
internal sealed record OnnxNode(
    string Name, string OpType, string Domain, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>The node for messages: its name, or that of its output where it has none.</summary>
    public string Title => Name.Length > 0 ? Name : Outputs.FirstOrDefault(output => output.Length > 0) ?? "";
}

/// <summary>A setting of a node; only the members of its type mean anything.</summary>
internal sealed record OnnxAttribute(string Name, OnnxAttributeType Type)
{
    public float Float { get; init; }

    public long Integer { get; init; }

    public string Text { get; init; } = "";

    public OnnxTensor? Tensor { get; init; }

    public IReadOnlyList<float> Floats { get; init; } = [];

    public IReadOnlyList<long> Integers { get; init; } = [];

    public IReadOnlyList<string> Texts { get; init; } = [];
}

/// <summary>AttributeProto.AttributeType.</summary>
internal enum OnnxAttributeType
{
    Undefined = 0,
    Float = 1,
    Int = 2,
    String = 3,
    Tensor = 4,
    Graph = 5,
    Floats = 6,
    Ints = 7,
    Strings = 8,
}

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DataType">TensorProto.DataType's number; 0 where it is no tensor.</param>
/// <param name="Shape">Its axes; null where nothing is said of them.</param>
internal sealed record OnnxValueInfo(string Name, int DataType, IReadOnlyList<OnnxDimension>? Shape);

/// <summary>An axis: its length, or the name that stands for a free one; neither where nothing is said.</summary>
internal readonly record struct OnnxDimension(long? Length, string Name);
