using System.Globalization;
using System.Runtime.InteropServices;
using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;

namespace CnnCompiler.Oracle;

/// <summary>Writes a declared net as an ONNX model, so that another runtime can say what it computes.</summary>
/// <remarks>
/// The tensors have the layout of ONNX: 1 x channels x height x width for a map, 1 x channels x length for a sequence, 1 x features.
/// <see cref="Padding.Same"/> is written as <c>auto_pad</c>, so that no padding of ours decides what is right.
/// </remarks>
public static class OnnxModelWriter
{
    /// <summary>The name of the model's input.</summary>
    public const string InputName = "input";

    /// <summary>The name of the model's output.</summary>
    public const string OutputName = "output";

    private const int Float32 = 1;

    /// <summary>Writes a net.</summary>
    /// <param name="architecture">The net.</param>
    /// <param name="weights">The values of every tensor of <see cref="Architecture.Parameters"/>, by its name in the weight file.</param>
    /// <returns>The bytes of an ONNX file with operator set 17.</returns>
    public static byte[] Write(Architecture architecture, IReadOnlyDictionary<string, float[]> weights)
    {
        var graph = new GraphProto { Name = "net" };
        graph.Input.Add(Value(InputName, architecture.InputShape));
        for (int index = 0; index < architecture.Layers.Count; index++)
            foreach (var parameter in architecture.ParametersOf(index))
            {
                var tensor = (parameter, weights[parameter.Name]);
                if (architecture.Layers[index] is ConvolutionLayer layer && OnnxOperators.IsSpread(layer) && parameter.Shape.Count > 1)
                    tensor = SpreadKernel.Of(layer.Dilation, tensor.parameter, tensor.Item2);
                graph.Initializer.Add(Initializer(tensor.parameter, tensor.Item2));
            }
        string[] values = new string[architecture.Layers.Count];
        for (int index = 0; index < architecture.Layers.Count; index++)
        {
            string[] sources = [.. architecture.SourcesOf(index).Select(source => source < 0 ? InputName : values[source])];
            var node = OnnxOperators.Of(architecture, index);
            values[index] = node is null ? sources[0] : string.Create(CultureInfo.InvariantCulture, $"value{index}");
            if (node is null)
                continue;
            node.Name = architecture.NameOf(index) + "/" + node.OpType;
            for (int source = 0; source < sources.Length; source++)
                node.Input.Insert(source, sources[source]);
            node.Output.Add(values[index]);
            graph.Node.Add(node);
        }
        graph.Node.Add(new NodeProto { OpType = "Identity", Name = "end", Input = { values[^1] }, Output = { OutputName } });
        graph.Output.Add(Value(OutputName, architecture.OutputShape));
        var model = new ModelProto
        {
            IrVersion = 8,
            ProducerName = "CnnCompiler tests",
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Version = 17 } },
        };
        return model.ToByteArray();
    }

    /// <summary>The axes of a tensor in ONNX, the batch of one first.</summary>
    public static long[] AxesOf(TensorShape shape) => shape.Rank switch
    {
        3 => [1, shape.Channels, shape.Height, shape.Width],
        2 => [1, shape.Channels, shape.Width],
        _ => [1, shape.Channels],
    };

    private static TensorProto Initializer(LayerParameter parameter, float[] values)
    {
        if (values.Length != parameter.Length)
            throw new ArgumentException($"{parameter.Name} needs {parameter.Length} values; found {values.Length}.", nameof(values));
        return new TensorProto
        {
            Name = parameter.Name,
            DataType = Float32,
            Dims = { parameter.Shape.Select(axis => (long)axis) },
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
        };
    }

    private static ValueInfoProto Value(string name, TensorShape shape)
    {
        var axes = new TensorShapeProto();
        foreach (long axis in AxesOf(shape))
            axes.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = axis });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = Float32, Shape = axes } } };
    }
}
