using CnnCompiler.Inference;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using CnnCompiler.Testing.Models;
using Google.Protobuf;

namespace CnnCompiler.Conformance.Tests;

/// <summary>Inputs and outputs of float16 beside others: they keep the file's type.</summary>
public sealed class HalfTensorTests
{
    private const int Half = 10;

    [Fact]
    public void HalfBesideFloat_KeepsTheFilesTypesAndAgrees()
    {
        var graph = new GraphProto { Name = "halves" };
        graph.Input.Add(Port("a", Half, 2, 3, 5));
        graph.Input.Add(Port("wide0", 1, 2, 3, 5));
        foreach (var (name, type) in new[] { ("sum", Half), ("same", Half), ("wide", 1), ("product", 1) })
            graph.Output.Add(Port(name, type, 2, 3, 5));
        graph.Node.Add(Cast("wide0", "narrow", Half));
        graph.Node.Add(new NodeProto { OpType = "Add", Input = { "a", "narrow" }, Output = { "sum" } });
        graph.Node.Add(new NodeProto { OpType = "Identity", Input = { "a" }, Output = { "same" } });
        graph.Node.Add(Cast("a", "wide", 1));
        graph.Node.Add(new NodeProto { OpType = "Mul", Input = { "wide", "wide0" }, Output = { "product" } });
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 17 } } };
        using var batch = ModelBatch.Compile(new ModelEntry("Halves", model.ToByteArray()));
        var info = batch["Halves"].Required.Info;
        Assert.Equal([TensorElementType.Float16, TensorElementType.Float32], info.Inputs.ToArray().Select(input => input.ElementType));
        Assert.Equal(
            [TensorElementType.Float16, TensorElementType.Float16, TensorElementType.Float32, TensorElementType.Float32],
            info.Outputs.ToArray().Select(output => output.ElementType));
        var report = ModelVerifier.Compare(model.ToByteArray(), batch["Halves"].Required, new VerificationOptions { Tolerance = 1e-6 });
        Assert.True(report.Agrees, report.ToString());
    }

    private static NodeProto Cast(string from, string to, int type) => new()
    {
        OpType = "Cast", Input = { from }, Output = { to }, Attribute = { new AttributeProto { Name = "to", Type = AttributeProto.Types.AttributeType.Int, I = type } },
    };

    private static ValueInfoProto Port(string name, int type, params int[] shape)
    {
        var port = new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type } } };
        port.Pin(shape);
        return port;
    }
}
