using CnnCompiler.Inference;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using CnnCompiler.Testing.Models;
using Google.Protobuf;

namespace CnnCompiler.Conformance.Tests;

/// <summary>A model of one node with inputs and constants of any type, compared with ONNX Runtime.</summary>
internal sealed class NodeModel(string type, int opset)
{
    private readonly GraphProto _graph = new() { Name = "node" };
    private readonly NodeProto _node = new() { OpType = type };

    public NodeModel Input(string name, TensorElementType element, params int[] shape)
    {
        var info = new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)element } } };
        info.Pin(shape);
        _graph.Input.Add(info);
        _node.Input.Add(name);
        return this;
    }

    /// <summary>A constant of whole or real numbers.</summary>
    public NodeModel Constant(TensorElementType element, double[] values, params int[] shape)
    {
        string name = "c" + _node.Input.Count;
        _graph.Initializer.Add(new TensorData(element, shape, Bytes(element, values)).ToProto(name));
        _node.Input.Add(name);
        return this;
    }

    /// <summary>Random whole numbers of 8 bits.</summary>
    public NodeModel Weights(TensorElementType element, int seed, params int[] shape)
    {
        var random = new Random(seed);
        int low = element == TensorElementType.Int8 ? -128 : 0;
        return Constant(element, [.. Enumerable.Range(0, shape.Aggregate(1, (product, axis) => product * axis)).Select(_ => (double)random.Next(low, low + 256))], shape);
    }

    public NodeModel Absent()
    {
        _node.Input.Add("");
        return this;
    }

    public NodeModel With(string name, long value) => With(new AttributeProto { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int });

    public NodeModel With(string name, string value) =>
        With(new AttributeProto { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String });

    public NodeModel With(string name, params long[] values) =>
        With(new AttributeProto { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints });

    /// <summary>Compares the outputs, of these types, on random inputs: whole numbers must be equal.</summary>
    public void Check(params TensorElementType[] outputs) => Check(outputs, new Dictionary<string, TensorData>());

    /// <summary>The same with an input of real numbers from a range.</summary>
    public void CheckInRange(TensorElementType output, double low, double high)
    {
        var input = _graph.Input[0];
        int[] shape = [.. input.Type.TensorType.Shape.Dim.Select(axis => (int)axis.DimValue)];
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, shape.Aggregate(1, (product, axis) => product * axis)).Select(_ => low + (high - low) * random.NextDouble())];
        Check([output], new Dictionary<string, TensorData> { [input.Name] = new(TensorElementType.Float32, shape, Bytes(TensorElementType.Float32, values)) });
    }

    /// <summary>The bytes of the model.</summary>
    public byte[] Build(params TensorElementType[] outputs)
    {
        for (int output = 0; output < outputs.Length; output++)
        {
            string name = "y" + output;
            _node.Output.Add(name);
            _graph.Output.Add(new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)outputs[output] } } });
        }
        _graph.Node.Add(_node);
        return new ModelProto { IrVersion = 8, Graph = _graph, OpsetImport = { new OperatorSetIdProto { Version = opset } } }.ToByteArray();
    }

    private void Check(TensorElementType[] outputs, Dictionary<string, TensorData> inputs)
    {
        byte[] model = Build(outputs);
        foreach (int seed in new[] { 1, 2 })
        {
            var report = ModelVerifier.Compare(model, new VerificationOptions { Seed = seed, Tolerance = 1e-6, Inputs = inputs });
            Assert.True(report.Agrees, $"{type}: {report}");
        }
    }

    private NodeModel With(AttributeProto attribute)
    {
        _node.Attribute.Add(attribute);
        return this;
    }

    private static byte[] Bytes(TensorElementType element, double[] values) => [.. values.SelectMany(value => element switch
    {
        TensorElementType.Float32 => BitConverter.GetBytes((float)value),
        TensorElementType.Int64 or TensorElementType.UInt64 => BitConverter.GetBytes((long)value),
        TensorElementType.Int32 or TensorElementType.UInt32 => BitConverter.GetBytes((int)value),
        TensorElementType.Int16 or TensorElementType.UInt16 => BitConverter.GetBytes((short)value),
        _ => [unchecked((byte)(int)value)],
    })];
}
