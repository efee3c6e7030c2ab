using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;

namespace CnnCompiler.Testing.Models;

/// <summary>
/// Finds the first node whose value differs: the model is cut at a value, the cut model compiled and run, and the value compared with ONNX Runtime's; half
/// of the candidates remain each time. A last walk against the data flow makes sure that everything the node reads agrees.
/// </summary>
/// <param name="model">The model that is compiled.</param>
/// <param name="reference">The same for ONNX Runtime, in float32.</param>
/// <param name="inputs">The inputs by their names.</param>
/// <param name="tolerance">The largest difference of values that agree.</param>
/// <param name="run">Compiles a cut model of one output and runs it; null where the cut model cannot be compiled by itself.</param>
internal sealed class NodeSearch(
    ModelProto model, ModelProto reference, IReadOnlyDictionary<string, TensorData> inputs, double tolerance, Func<ModelProto, TensorData?> run)
{
    private readonly Dictionary<string, TensorData> _truth = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OutputDifference?> _differences = new(StringComparer.Ordinal);

    /// <summary>Searches among what an output is computed from.</summary>
    /// <param name="output">The name of an output that differs.</param>
    /// <returns>The node and the difference, in words.</returns>
    public string Find(string output)
    {
        NodeProto[] nodes = [.. ModelEditing.CutAt(model, [output]).Graph.Node];
        string[] values = [.. nodes.SelectMany(node => node.Output).Where(value => value.Length > 0)];
        ComputeTruth(values);
        if (Agrees(output))
            return $"The model cut at '{output}' agrees: only the model as a whole differs.";
        var (agreeing, differing) = (-1, Array.IndexOf(values, output));
        while (differing - agreeing > 1)
        {
            int middle = (agreeing + differing) / 2;
            if (Agrees(values[middle]))
                agreeing = middle;
            else
                differing = middle;
        }
        string found = values[differing];
        while (ProducerOf(found).Input.FirstOrDefault(input => values.Contains(input) && !Agrees(input)) is { } earlier)
            found = earlier;
        var producer = ProducerOf(found);
        string name = producer.Name.Length > 0 ? $" '{producer.Name}'" : "";
        return $"The first node that differs is {producer.OpType}{name}, in its value '{found}': {_differences[found]!.Text}";

        NodeProto ProducerOf(string value) => nodes.First(node => node.Output.Contains(value));
    }

    private void ComputeTruth(string[] values)
    {
        var cut = ModelEditing.CutAt(reference, values);
        var given = ModelVerifier.Widened(inputs.Where(input => cut.Graph.Input.Any(info => info.Name == input.Key)).ToDictionary(StringComparer.Ordinal));
        var results = OnnxReference.Run(cut.ToByteArray(), given);
        for (int index = 0; index < values.Length; index++)
            _truth[values[index]] = results[index];
    }

    private bool Agrees(string value)
    {
        if (!_differences.TryGetValue(value, out var difference))
            _differences.Add(value, difference = Compare(value));
        return difference is null || difference.Relative <= tolerance;
    }

    /// <summary>The difference of a value, or null where the cut model cannot be compiled or run by itself.</summary>
    private OutputDifference? Compare(string value)
    {
        var types = new Dictionary<string, TensorData> { [value] = Typed(value) };
        return run(ModelEditing.CutAt(model, [value], types)) is { } found ? OutputDifference.Of(_truth[value], found) : null;
    }

    /// <summary>The value's description in the model that is compiled: float16 where that model, unlike the reference, has float16.</summary>
    private TensorData Typed(string value)
    {
        var truth = _truth[value];
        return ModelEditing.HasFloat16(model) && truth.ElementType == Inference.TensorElementType.Float32
            ? truth with { ElementType = Inference.TensorElementType.Float16 }
            : truth;
    }
}
