using System.Globalization;
using CnnCompiler.Training;
using CnnCompiler.Weights;

namespace CnnCompiler.Onnx;

/// <summary>Writes a declared net with its weights as an ONNX file, which other runtimes and tools take.</summary>
/// <remarks>
/// The file's input is called <c>input</c>, its output <c>output</c>, each tensor as in the weight file. ONNX has the channels first:
/// batch x channels x height x width for a map, batch x channels x length for a sequence, batch x features. The batch is free.
/// Dropout, which does nothing in inference, is left out. The same net gives the same bytes.
/// </remarks>
public static class OnnxExporter
{
    /// <summary>The version of the standard's operators that files are written for.</summary>
    public const int OperatorSet = 17;

    /// <summary>The name of the file's input.</summary>
    public const string InputName = "input";

    /// <summary>The name of the file's output.</summary>
    public const string OutputName = "output";

    private const string BatchName = "batch";

    /// <summary>Protocol buffers end at 2 GiB: its lengths are signed 32-bit numbers.</summary>
    private const long MostBytes = int.MaxValue;

    /// <summary>Writes a network as a file, whole or not at all.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <exception cref="ArgumentException">The weights need more than the 2 GiB of an ONNX file.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public static void Write(Network network, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var model = Build(network);
        WholeFile.Write(path, model.WriteTo);
    }

    /// <summary>Writes a network into a stream, which stays open.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">The stream.</param>
    /// <exception cref="ArgumentException">The weights need more than the 2 GiB of an ONNX file.</exception>
    public static void Write(Network network, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Build(network).WriteTo(stream);
    }

    /// <summary>Writes a net with the weights of a file, whole or not at all.</summary>
    /// <param name="architecture">The net, such as the <c>Architecture</c> of a declared class.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <exception cref="WeightException">The weight file does not hold what the net needs.</exception>
    /// <exception cref="ArgumentException">The weights need more than the 2 GiB of an ONNX file.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public static void Write(Architecture architecture, WeightFile weights, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var model = Build(architecture, weights);
        WholeFile.Write(path, model.WriteTo);
    }

    /// <summary>Writes a net with the weights of a file into a stream, which stays open.</summary>
    /// <param name="architecture">The net, such as the <c>Architecture</c> of a declared class.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="stream">The stream.</param>
    /// <exception cref="WeightException">The weight file does not hold what the net needs.</exception>
    /// <exception cref="ArgumentException">The weights need more than the 2 GiB of an ONNX file.</exception>
    public static void Write(Architecture architecture, WeightFile weights, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Build(architecture, weights).WriteTo(stream);
    }

    private static ProtobufMessage Build(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Build(network.Architecture, network.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Memory, StringComparer.Ordinal));
    }

    private static ProtobufMessage Build(Architecture architecture, WeightFile weights)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        ArgumentNullException.ThrowIfNull(weights);
        return Build(architecture, architecture.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => (ReadOnlyMemory<float>)weights.Read(parameter.Name, [.. parameter.Shape]), StringComparer.Ordinal));
    }

    private static ProtobufMessage Build(Architecture architecture, Dictionary<string, ReadOnlyMemory<float>> weights)
    {
        var graph = new ProtobufMessage();
        AddNodes(graph, architecture);
        graph.Add(2, "net");
        foreach (var parameter in architecture.Parameters)
            graph.Add(5, OnnxMessages.Tensor(parameter.Name, parameter.Shape, weights[parameter.Name]));
        graph.Add(11, OnnxMessages.Value(InputName, BatchName, AxesOf(architecture.InputShape)));
        graph.Add(12, OnnxMessages.Value(OutputName, BatchName, AxesOf(architecture.OutputShape)));
        var model = OnnxMessages.Model(graph, OperatorSet);
        return model.Length <= MostBytes
            ? model
            : throw new ArgumentException(FormattableString.Invariant($"An ONNX file has at most {MostBytes} bytes; this net's would have {model.Length}."));
    }

    private static void AddNodes(ProtobufMessage graph, Architecture architecture)
    {
        var operators = Enumerable.Range(0, architecture.Layers.Count)
            .Select(layer => OnnxOperator.Of(architecture.Layers[layer], architecture.ShapeBefore(layer))).ToArray();
        int last = Array.FindLastIndex(operators, operation => operation is not null);
        string[] values = new string[operators.Length];
        for (int layer = 0; layer < operators.Length; layer++)
        {
            string[] sources = [.. architecture.SourcesOf(layer).Select(source => source < 0 ? InputName : values[source])];
            if (operators[layer] is not { } operation)
            {
                values[layer] = sources[0];
                continue;
            }
            // No parameter is called so: their names have a dot.
            values[layer] = layer == last ? OutputName : "value" + layer.ToString(CultureInfo.InvariantCulture);
            graph.Add(1, OnnxMessages.Node(
                $"{architecture.NameOf(layer)}/{operation.Type}", operation, [.. sources, .. architecture.ParametersOf(layer).Select(parameter => parameter.Name)], values[layer]));
        }
        if (last < 0)
            graph.Add(1, OnnxMessages.Node("identity", new OnnxOperator("Identity"), [InputName], OutputName));
    }

    private static int[] AxesOf(TensorShape shape) => shape.Rank switch
    {
        3 => [shape.Channels, shape.Height, shape.Width],
        2 => [shape.Channels, shape.Width],
        _ => [shape.Channels],
    };
}
