using System.Globalization;
using CnnCompiler.Inference;
using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;

namespace CnnCompiler.Oracle.Models;

/// <summary>Changes to ONNX models that tests need: pinned axes, float16 widened, graphs cut at a value.</summary>
public static class ModelEditing
{
    private const int Float32 = (int)TensorElementType.Float32;
    private const int External = 1;
    private const int Float16 = (int)TensorElementType.Float16;

    /// <summary>The inputs that a caller gives: those of the graph that no initializer gives a value.</summary>
    public static IEnumerable<ValueInfoProto> RunTimeInputs(this ModelProto model)
    {
        var constants = model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        return model.Graph.Input.Where(input => !constants.Contains(input.Name));
    }

    /// <summary>Gives an input fixed axes.</summary>
    public static void Pin(this ValueInfoProto input, IEnumerable<int> shape)
    {
        var axes = new TensorShapeProto();
        axes.Dim.AddRange(shape.Select(axis => new TensorShapeProto.Types.Dimension { DimValue = axis }));
        if (input.Type?.TensorType is { } type)
            type.Shape = axes;
    }

    /// <summary>Gives every free axis of the inputs a length, and forgets what the file says of free axes elsewhere.</summary>
    /// <param name="model">The model.</param>
    /// <param name="length">The length by the axis's name, which may be empty; null keeps it free.</param>
    public static void PinFreeAxes(this ModelProto model, Func<string, int?> length)
    {
        foreach (var axis in model.RunTimeInputs().SelectMany(input => input.Type?.TensorType?.Shape?.Dim ?? []))
            if (axis.ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && length(axis.DimParam) is { } pinned)
                axis.DimValue = pinned;
    }

    /// <summary>A model with the values that it keeps in files beside it; the same bytes where it keeps none there.</summary>
    /// <param name="bytes">The bytes of an ONNX file.</param>
    /// <param name="folder">The file's folder.</param>
    public static byte[] WithValues(byte[] bytes, string folder)
    {
        var model = ModelProto.Parser.ParseFrom(bytes);
        TensorProto[] apart = [.. model.Graph.Initializer.Where(tensor => tensor.DataLocation == External)];
        foreach (var tensor in apart)
        {
            var place = tensor.ExternalData.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
            byte[] file = File.ReadAllBytes(Path.Combine(folder, place["location"]));
            int offset = place.TryGetValue("offset", out var start) ? int.Parse(start, CultureInfo.InvariantCulture) : 0;
            int length = place.TryGetValue("length", out var count) ? int.Parse(count, CultureInfo.InvariantCulture) : file.Length - offset;
            tensor.RawData = ByteString.CopyFrom(file, offset, length);
            tensor.DataLocation = 0;
            tensor.ExternalData.Clear();
        }
        return apart.Length == 0 ? bytes : model.ToByteArray();
    }

    /// <summary>A copy that computes in float32 what the model computes in float16.</summary>
    public static ModelProto Widened(ModelProto model)
    {
        var wide = model.Clone();
        Widen(wide.Graph);
        return wide;
    }

    /// <summary>Whether a model has float16 in its inputs, outputs or constants.</summary>
    public static bool HasFloat16(ModelProto model) =>
        model.Graph.Initializer.Any(tensor => tensor.DataType == Float16) ||
        model.Graph.Input.Concat(model.Graph.Output).Any(value => value.Type?.TensorType?.ElemType == Float16);

    /// <summary>A copy that ends at some values: nodes that only later ones need are left out.</summary>
    /// <param name="model">The model.</param>
    /// <param name="values">The values' names; they become the outputs, with types and shapes where the file tells them.</param>
    /// <param name="types">What is known of the values that the file does not describe.</param>
    public static ModelProto CutAt(ModelProto model, IReadOnlyList<string> values, IReadOnlyDictionary<string, TensorData>? types = null)
    {
        var cut = model.Clone();
        var graph = cut.Graph;
        var producers = graph.Node.SelectMany(node => node.Output.Select(output => (output, node)))
            .Where(pair => pair.output.Length > 0).ToDictionary(pair => pair.output, pair => pair.node, StringComparer.Ordinal);
        var needed = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var open = new Stack<string>(values);
        while (open.TryPop(out string? value))
            if (producers.TryGetValue(value, out var producer) && needed.Add(producer))
                foreach (string input in producer.Input.Concat(Captured(producer)))
                    open.Push(input);
        var known = graph.ValueInfo.Concat(graph.Output).Concat(graph.Input).GroupBy(info => info.Name).ToDictionary(group => group.Key, group => group.First());
        NodeProto[] nodes = [.. graph.Node.Where(needed.Contains)];
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
        graph.Output.Clear();
        foreach (string value in values)
            graph.Output.Add(types?.GetValueOrDefault(value) is { } data ? Described(value, data) : known.GetValueOrDefault(value) ?? new ValueInfoProto { Name = value });
        var used = nodes.SelectMany(node => node.Input.Concat(Captured(node))).Concat(values).ToHashSet(StringComparer.Ordinal);
        TensorProto[] constants = [.. graph.Initializer.Where(tensor => used.Contains(tensor.Name))];
        var dropped = graph.Initializer.Select(tensor => tensor.Name).Except(constants.Select(tensor => tensor.Name)).ToHashSet(StringComparer.Ordinal);
        graph.Initializer.Clear();
        graph.Initializer.AddRange(constants);
        // A constant that went must not stay behind as an input that somebody has to give.
        ValueInfoProto[] inputs = [.. graph.Input.Where(input => !dropped.Contains(input.Name))];
        graph.Input.Clear();
        graph.Input.AddRange(inputs);
        return cut;
    }

    private static ValueInfoProto Described(string name, TensorData data)
    {
        var info = new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)data.ElementType } } };
        info.Pin(data.Shape);
        return info;
    }

    /// <summary>The outer values that the graphs inside a node read.</summary>
    private static IEnumerable<string> Captured(NodeProto node) => node.Attribute.Where(attribute => attribute.G is not null)
        .SelectMany(attribute => attribute.G.Node).SelectMany(inner => inner.Input.Concat(Captured(inner)));

    private static void Widen(GraphProto graph)
    {
        foreach (var tensor in graph.Initializer)
            Widen(tensor);
        foreach (var type in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo).Select(value => value.Type?.TensorType))
            if (type?.ElemType == Float16)
                type.ElemType = Float32;
        foreach (var node in graph.Node)
            foreach (var attribute in node.Attribute)
            {
                if (attribute.T is { } tensor)
                    Widen(tensor);
                if (attribute.G is { } inner)
                    Widen(inner);
                if (attribute is { Name: "to" or "dtype", I: Float16 })
                    attribute.I = Float32;
            }
    }

    private static void Widen(TensorProto tensor)
    {
        if (tensor.DataType != Float16)
            return;
        var values = TensorData.Of(tensor).Widened();
        tensor.DataType = Float32;
        tensor.Int32Data.Clear();
        tensor.RawData = ByteString.CopyFrom(values.Bytes);
    }
}
