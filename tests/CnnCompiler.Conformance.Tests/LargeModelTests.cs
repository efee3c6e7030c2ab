using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;
using Xunit.Abstractions;

namespace CnnCompiler.Conformance.Tests;

/// <summary>A model of ten million parameters, compiled as a user's project is.</summary>
public sealed class LargeModelTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>What every process of the build may take, the compiler among them: 768 MB of the 1 GB that is promised, the rest is for code.</summary>
    private const string MostHeap = "30000000";

    private const int LongestSource = 2_000_000;
    private const int Size = 64;
    private const int Outputs = 760;

    private readonly UserProject _project = new("Large");

    public void Dispose() => _project.Dispose();

    [Fact]
    public void TenMillionParameters_AreBuiltInLittleMemoryAndSourceAndPredictAsOnnxRuntime()
    {
        var model = MakeModel();
        Assert.InRange(model.Graph.Initializer.Sum(tensor => tensor.Dims.Aggregate(1L, (product, axis) => product * axis)), 10_000_000, 11_000_000);
        byte[] bytes = model.ToByteArray();
        _project.Add("large.onnx", bytes);
        _project.Add("Program.cs", Encoding.UTF8.GetBytes(Program));

        var watch = Stopwatch.StartNew();
        _project.Build("large.onnx", ("DOTNET_GCHeapHardLimit", MostHeap));
        output.WriteLine($"build with restore: {watch.Elapsed.TotalSeconds:0.0} s");
        long source = _project.GeneratedLength("Large");
        Assert.InRange(source, 1, LongestSource);
        output.WriteLine($"generated source: {source} bytes");

        string[] lines = _project.Start();
        output.WriteLine(lines[0]);
        float[] actual = [.. lines.Skip(1).Select(line => float.Parse(line, CultureInfo.InvariantCulture))];
        float[] image = [.. Enumerable.Range(0, 3 * Size * Size).Select(index => index % 17 / 17f)];
        var expected = OnnxReference.Run(bytes, new Dictionary<string, TensorData> { ["image"] = TensorData.Of(Tensor("image", image, 1, 3, Size, Size)) })[0].ToDoubles();
        double largest = expected.Max(Math.Abs);
        Assert.Equal(Outputs, actual.Length);
        Assert.All(actual.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - 1e-4 * largest, pair.Second + 1e-4 * largest));
    }

    private const string Program = """
        using System.Diagnostics;
        using System.Globalization;
        using CnnCompiler;

        float[] image = Enumerable.Range(0, Large.InputLength).Select(index => index % 17 / 17f).ToArray();
        float[] values = new float[Large.OutputLength];
        var watch = Stopwatch.StartNew();
        Large.Predict(image, values);
        Console.WriteLine($"first prediction: {watch.Elapsed.TotalMilliseconds:0.0} ms");
        foreach (float value in values)
            Console.WriteLine(value.ToString("R", CultureInfo.InvariantCulture));

        [CnnModel("large.onnx")]
        public sealed partial class Large;
        """;

    /// <summary>Five convolutions and a dense layer, weights at random and scaled so that values stay of one size.</summary>
    private static ModelProto MakeModel()
    {
        var random = new Random(7);
        var graph = new GraphProto { Name = "large" };
        graph.Input.Add(Port("image", 1, 3, Size, Size));
        graph.Output.Add(Port("values", 1, Outputs));
        string value = "image";
        int channels = 3;
        foreach (var (filters, stride) in new[] { (64, 2), (128, 2), (256, 2), (512, 1), (512, 1) })
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"conv{graph.Node.Count}");
            graph.Initializer.Add(Tensor(name + ".weight", Weights(filters * channels * 9, 9 * channels), filters, channels, 3, 3));
            graph.Initializer.Add(Tensor(name + ".bias", Weights(filters, 100), filters));
            graph.Node.Add(Node("Conv", [value, name + ".weight", name + ".bias"], name, ("pads", [1, 1, 1, 1]), ("strides", [stride, stride])));
            graph.Node.Add(Node("Relu", [name], value = name + ".relu"));
            channels = filters;
        }
        graph.Node.Add(Node("MaxPool", [value], "pooled", ("kernel_shape", [2, 2]), ("strides", [2, 2])));
        graph.Node.Add(Node("Flatten", ["pooled"], "features"));
        int features = channels * 16;
        graph.Initializer.Add(Tensor("dense.weight", Weights(features * Outputs, features), features, Outputs));
        graph.Initializer.Add(Tensor("dense.bias", Weights(Outputs, 100), Outputs));
        graph.Node.Add(Node("Gemm", ["features", "dense.weight", "dense.bias"], "values"));
        return new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 17 } } };

        float[] Weights(int count, int inputs)
        {
            float scale = MathF.Sqrt(6f / inputs);
            return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle() - 1) * scale)];
        }
    }

    private static ValueInfoProto Port(string name, params int[] shape)
    {
        var port = new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } } };
        port.Pin(shape);
        return port;
    }

    private static TensorProto Tensor(string name, float[] values, params long[] shape) => new()
    {
        Name = name, DataType = 1, Dims = { shape }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
    };

    private static NodeProto Node(string op, string[] inputs, string result, params (string Name, long[] Values)[] lists)
    {
        var node = new NodeProto { OpType = op, Name = result, Input = { inputs }, Output = { result } };
        foreach (var (name, values) in lists)
            node.Attribute.Add(new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } });
        return node;
    }
}
