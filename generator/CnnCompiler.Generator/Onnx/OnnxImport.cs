using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Onnx;

/// <summary>What became of a model: its graph, or all that stands in the way of one.</summary>
/// <param name="Graph">The graph; null where there are problems.</param>
/// <param name="Inputs">What the user gives, in the file's words.</param>
/// <param name="Outputs">What the user gets, in the file's words.</param>
/// <param name="Layers">The file's nodes that something is computed for; a node's source says which by its position.</param>
/// <param name="Problems">What stands in the way; empty where nothing does.</param>
internal sealed record OnnxImport(
    ModelGraph? Graph, IReadOnlyList<OnnxPort> Inputs, IReadOnlyList<OnnxPort> Outputs, IReadOnlyList<OnnxLayer> Layers, IReadOnlyList<OnnxProblem> Problems)
{
    /// <summary>What the file's nodes make, as far as the outputs depend on it, under the nodes' names; their further outputs under names of their own.</summary>
    public IReadOnlyList<Tap> Maps { get; init; } = [];
}

/// <summary>An input or output.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="DataType">The type of its elements in the file, as TensorProto.DataType numbers them; float16 is computed as float32.</param>
/// <param name="Shape">The lengths of its axes.</param>
internal sealed record OnnxPort(string Name, int DataType, EquatableArray<int> Shape);

/// <summary>A node of the file, for the model's summary.</summary>
/// <param name="Name">Its name, or that of its output.</param>
/// <param name="OpType">Its operator.</param>
/// <param name="OutputShape">The shape of its first output.</param>
/// <param name="OutputBytes">The bytes of its outputs.</param>
/// <param name="Parameters">Values of the weight file that it reads.</param>
/// <param name="MultiplyAdds">Multiplications with an addition, for convolutions and matrix products.</param>
internal sealed record OnnxLayer(string Name, string OpType, string OutputShape, long OutputBytes, long Parameters, long MultiplyAdds);

/// <summary>Something that stands in the way of compiling a model.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Subject">The operator, the axis or the input it is about; empty where it is the whole model.</param>
/// <param name="Text">The rest of the sentence.</param>
internal sealed record OnnxProblem(OnnxProblemKind Kind, string Subject, string Text);

/// <summary>The kinds of problems; each has its diagnostic.</summary>
internal enum OnnxProblemKind
{
    /// <summary>The model contradicts itself or the standard.</summary>
    Unsound,

    /// <summary>An operator, or a use of one, that there is no code for.</summary>
    UnsupportedOperator,

    /// <summary>An axis without a length.</summary>
    FreeDimension,

    /// <summary>A pinned dimension that the model does not have.</summary>
    UnknownDimension,
}
