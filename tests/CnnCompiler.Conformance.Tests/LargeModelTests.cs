using System.Diagnostics;
using System.Globalization;
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

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("large");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void TenMillionParameters_AreBuiltInLittleMemoryAndSourceAndPredictAsOnnxRuntime()
    {
        var model = MakeModel();
        Assert.InRange(model.Graph.Initializer.Sum(tensor => tensor.Dims.Aggregate(1L, (product, axis) => product * axis)), 10_000_000, 11_000_000);
        byte[] bytes = model.ToByteArray();
        File.WriteAllBytes(Path.Combine(_folder.FullName, "large.onnx"), bytes);
        File.WriteAllText(Path.Combine(_folder.FullName, "Program.cs"), Program);
        File.WriteAllText(Path.Combine(_folder.FullName, "Large.csproj"), Project());

        var watch = Stopwatch.StartNew();
        string built = Run(
            "dotnet", new() { ["DOTNET_GCHeapHardLimit"] = MostHeap }, "build", "-c", "Release", "-o", Path.Combine(_folder.FullName, "out"),
            "-nodeReuse:false", "-p:UseSharedCompilation=false");
        Assert.DoesNotContain("warning", built.Replace("0 Warning(s)", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        output.WriteLine($"build with restore: {watch.Elapsed.TotalSeconds:0.0} s");
        string source = Directory.EnumerateFiles(_folder.FullName, "Large.g.cs", SearchOption.AllDirectories).Single();
        Assert.InRange(new FileInfo(source).Length, 1, LongestSource);
        output.WriteLine($"generated source: {new FileInfo(source).Length} bytes");

        string[] lines = Run("dotnet", [], Path.Combine(_folder.FullName, "out", "Large.dll")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
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

    /// <summary>A project that takes from this run's folder what the package would bring.</summary>
    private static string Project()
    {
        string build = Path.Combine(Repository.Folder, "src", "CnnCompiler", "build");
        string bin = AppContext.BaseDirectory;
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
              </PropertyGroup>
              <Import Project="{Path.Combine(build, "CnnCompiler.props")}" />
              <ItemGroup>
                <Reference Include="{Path.Combine(bin, "CnnCompiler.dll")}" />
                <Analyzer Include="{Path.Combine(bin, "CnnCompiler.Generator.dll")}" />
                <CnnModel Include="large.onnx" />
              </ItemGroup>
              <Import Project="{Path.Combine(build, "CnnCompiler.targets")}" />
            </Project>
            """;
    }

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
        Name = name, DataType = 1, Dims = { shape }, RawData = ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan())),
    };

    private static NodeProto Node(string op, string[] inputs, string result, params (string Name, long[] Values)[] lists)
    {
        var node = new NodeProto { OpType = op, Name = result, Input = { inputs }, Output = { result } };
        foreach (var (name, values) in lists)
            node.Attribute.Add(new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } });
        return node;
    }

    private string Run(string program, Dictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.FullName };
        // What the running test host was started with is not meant for a build of its own.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, text + error.Result);
        return text;
    }
}
