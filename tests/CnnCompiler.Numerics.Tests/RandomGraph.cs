using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Oracle;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Puts a random ONNX model together node by node: maps of one batch, height and width, which branch and join.</summary>
internal sealed class RandomGraph
{
    private readonly RandomValues _random;
    private readonly int _batch;
    private readonly GraphProto _graph = new() { Name = "random" };
    private int _names;

    public RandomGraph(RandomValues random, int batch, int channels, int height, int width)
    {
        (_random, _batch, Height, Width) = (random, batch, height, width);
        Input = new Map("x", channels);
        _graph.Input.Add(Info("x", batch, channels, height, width));
    }

    /// <summary>A value of the graph and its channels.</summary>
    public sealed record Map(string Name, int Channels);

    public int Height { get; }

    public int Width { get; }

    public Map Input { get; }

    /// <summary>A convolution that keeps the height and width, with a bias or without.</summary>
    public Map Convolution(Map input, int filters, int kernel, int groups = 1)
    {
        int taps = input.Channels / groups * kernel * kernel;
        string[] operands = [input.Name, Constant(_random.Bell((long)filters * taps, 1 / MathF.Sqrt(taps)), filters, input.Channels / groups, kernel, kernel)];
        if (!_random.OneIn(4))
            operands = [.. operands, Constant(_random.Bell(filters, 0.5f), filters)];
        return Node("Conv", operands, filters, Integers("kernel_shape", kernel, kernel), Integers("pads", kernel / 2, kernel / 2, (kernel - 1) / 2, (kernel - 1) / 2), Integer("group", groups));
    }

    /// <summary>A node of one operand and its type.</summary>
    public Map Apply(string type, Map input) => Node(type, [input.Name], input.Channels);

    public Map Pool(string type, Map input) => Node(type, [input.Name], input.Channels, Integers("kernel_shape", 3, 3), Integers("pads", 1, 1, 1, 1));

    public Map Add(Map left, Map right) => Node("Add", [left.Name, right.Name], left.Channels);

    public Map Concat(params IReadOnlyList<Map> maps) => Node("Concat", [.. maps.Select(map => map.Name)], maps.Sum(map => map.Channels), Integer("axis", 1));

    /// <summary>Pieces of a map's channels.</summary>
    public Map[] Split(Map input, params int[] lengths)
    {
        string[] names = [.. lengths.Select(_ => Name())];
        var node = new NodeProto { Name = names[0], OpType = "Split", Input = { input.Name, Constant([.. lengths.Select(length => (long)length)]) }, Attribute = { Integer("axis", 1) } };
        node.Output.AddRange(names);
        _graph.Node.Add(node);
        return [.. names.Select((name, index) => new Map(name, lengths[index]))];
    }

    /// <summary>Some of a map's channels.</summary>
    public Map Slice(Map input, int first, int count) =>
        Node("Slice", [input.Name, Constant([first]), Constant([first + count]), Constant([1L])], count);

    /// <summary>The bytes of a model whose output is of a shape that follows from the nodes.</summary>
    public byte[] ModelOfAnyShape(Map output)
    {
        _graph.Output.Add(new ValueInfoProto { Name = output.Name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorElementType.Float32 } } });
        return new ModelProto { IrVersion = 8, Graph = _graph, OpsetImport = { new OperatorSetIdProto { Version = 17 } } }.ToByteArray();
    }

    /// <summary>The bytes of the model.</summary>
    public byte[] Model(params IReadOnlyList<Map> outputs)
    {
        foreach (var output in outputs)
            _graph.Output.Add(Info(output.Name, _batch, output.Channels, Height, Width));
        return new ModelProto { IrVersion = 8, Graph = _graph, OpsetImport = { new OperatorSetIdProto { Version = 17 } } }.ToByteArray();
    }

    /// <summary>Any node whose first output is a map.</summary>
    public Map Node(string type, IReadOnlyList<string> inputs, int channels, params AttributeProto[] attributes)
    {
        string name = Name();
        var node = new NodeProto { Name = name, OpType = type, Output = { name }, Attribute = { attributes } };
        node.Input.AddRange(inputs);
        _graph.Node.Add(node);
        return new Map(name, channels);
    }

    public string Constant(float[] values, params int[] shape) => Constant(new TensorData(TensorElementType.Float32, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));

    public string Constant(long[] values) => Constant(new TensorData(TensorElementType.Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));

    public string Constant(TensorData data)
    {
        string name = Name();
        _graph.Initializer.Add(data.ToProto(name));
        return name;
    }

    private string Name() => "v" + _names++.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static AttributeProto Integer(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    public static AttributeProto Integers(string name, params long[] values) => new() { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints };

    public static AttributeProto Text(string name, string value) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    private static ValueInfoProto Info(string name, params int[] shape)
    {
        var info = new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorElementType.Float32 } } };
        info.Pin(shape);
        return info;
    }
}
