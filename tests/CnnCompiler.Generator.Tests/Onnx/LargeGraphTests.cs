using System.Diagnostics;
using CnnCompiler.Testing;
using Xunit.Abstractions;
using static CnnCompiler.Generator.Tests.Onnx.OnnxBytes;

namespace CnnCompiler.Generator.Tests.Onnx;

/// <summary>Graphs of more nodes than any model has: every step of the compiler must take a time in proportion.</summary>
public sealed class LargeGraphTests(ITestOutputHelper output)
{
    private const int Nodes = 10_000;

    [Fact]
    public void TenThousandNodes_AreCompiled()
    {
        var graph = new List<byte[]> { Input("v0", 1, 4, 2, 2), Output("v" + Nodes, 1, 4, 2, 2) };
        for (int node = 0; node < Nodes; node++)
            graph.Add(Node(
                (node % 4) switch { 0 => "Sin", 1 => "Relu", 2 => "Add", _ => "Neg" }, node % 4 == 2 ? ["v" + node, "v" + (node - 1)] : ["v" + node], ["v" + (node + 1)]));
        var watch = Stopwatch.StartNew();
        var outcome = GeneratorHarness.Run(
            "using CnnCompiler;\n[CnnModel(\"model.onnx\")] public sealed partial class Model;", new InMemoryModelFile("model.onnx", Model(13, [.. graph])));
        output.WriteLine($"{Nodes} nodes: {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.Null(outcome.Exception);
        Assert.Empty(outcome.Diagnostics);
        Assert.Contains($"new(\"Neg_v{Nodes}\", \"Neg\"", outcome.Generated.Single(), StringComparison.Ordinal);
    }
}
