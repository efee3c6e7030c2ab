using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;

namespace CnnCompiler.Conformance.Tests;

/// <summary>A model whose weights lie in the file beside it that exporters write, in a project that lists the model alone.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private const string Data = "product.onnx.data";
    private readonly UserProject _project = new("Product");

    public void Dispose() => _project.Dispose();

    [Fact]
    public void WeightsInTheFileBesideTheModel_AreFoundAndEmbedded()
    {
        float[] weights = [.. Enumerable.Range(0, 64 * 40).Select(index => MathF.Sin(index))];
        float[] input = [.. Enumerable.Range(0, 64).Select(index => index / 64f)];
        var tensor = new TensorProto { Name = "w", DataType = 1, Dims = { 64, 40 }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(weights.AsSpan())) };
        var model = Model(tensor);
        var truth = OnnxReference.Run(model.ToByteArray(), new Dictionary<string, TensorData> { ["x"] = TensorData.Of(Inference.TensorElementType.Float32, [1, 64], input) });

        byte[] values = [.. new byte[32], .. tensor.RawData];
        var apart = tensor.Clone();
        apart.RawData = ByteString.Empty;
        apart.DataLocation = 1;
        foreach (var (key, value) in new[] { ("location", Data), ("offset", "32"), ("length", "10240") })
            apart.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        _project.Add("product.onnx", Model(apart).ToByteArray());
        _project.Add(Data, values);
        _project.Add("Program.cs", Encoding.UTF8.GetBytes(Program));
        _project.Build("product.onnx");
        float[] actual = [.. _project.Start().Select(line => float.Parse(line, CultureInfo.InvariantCulture))];
        Assert.Equal(40, actual.Length);
        Assert.All(actual.Zip(truth[0].ToDoubles()), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
    }

    private const string Program = """
        using System.Globalization;
        using CnnCompiler;

        float[] values = new float[Product.OutputLength];
        Product.Predict(Enumerable.Range(0, Product.InputLength).Select(index => index / 64f).ToArray(), values);
        foreach (float value in values)
            Console.WriteLine(value.ToString("R", CultureInfo.InvariantCulture));

        [CnnModel("product.onnx")]
        public sealed partial class Product;
        """;

    private static ModelProto Model(TensorProto weights)
    {
        var graph = new GraphProto { Name = "product", Initializer = { weights } };
        graph.Input.Add(Port("x", 1, 64));
        graph.Output.Add(Port("y", 1, 40));
        graph.Node.Add(new NodeProto { OpType = "MatMul", Input = { "x", "w" }, Output = { "y" } });
        return new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 17 } } };
    }

    private static ValueInfoProto Port(string name, params int[] shape)
    {
        var port = new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } } };
        port.Pin(shape);
        return port;
    }
}
