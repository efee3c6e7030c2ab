using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;

namespace CnnCompiler.Conformance.Tests;

/// <summary>Small models put together in a line each.</summary>
internal static class OnnxText
{
    public static ModelProto Model(params NodeProto[] nodes)
    {
        var graph = new GraphProto { Name = "small", Node = { nodes } };
        return new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 17 } } };
    }

    public static ModelProto Input(this ModelProto model, string name, params int[] shape) => With(model, model.Graph.Input, name, TensorElementType.Float32, shape);

    public static ModelProto LongInput(this ModelProto model, string name, params int[] shape) => With(model, model.Graph.Input, name, TensorElementType.Int64, shape);

    public static ModelProto Output(this ModelProto model, string name, params int[] shape) => With(model, model.Graph.Output, name, TensorElementType.Float32, shape);

    public static ModelProto Constant(this ModelProto model, string name, float[] values, params int[] shape)
    {
        model.Graph.Initializer.Add(Floats(values, shape).ToProto(name));
        return model;
    }

    /// <summary>A node written as <c>y = Relu(x)</c>; its name is that of its first output.</summary>
    public static NodeProto Node(string text)
    {
        string[] parts = text.Split('=', '(', ')');
        string[] outputs = parts[0].Split(',', StringSplitOptions.TrimEntries);
        return new NodeProto
        {
            Name = "node " + outputs[0], OpType = parts[1].Trim(), Output = { outputs }, Input = { parts[2].Split(',', StringSplitOptions.TrimEntries) },
        };
    }

    public static TensorData Floats(float[] values, params int[] shape) =>
        new(TensorElementType.Float32, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    public static TensorData Longs(long[] values, params int[] shape) =>
        new(TensorElementType.Int64, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    private static ModelProto With(ModelProto model, ICollection<ValueInfoProto> list, string name, TensorElementType type, int[] shape)
    {
        var value = new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } } };
        value.Pin(shape);
        list.Add(value);
        return model;
    }
}
