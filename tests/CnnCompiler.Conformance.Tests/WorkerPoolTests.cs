using CnnCompiler.Conformance.Workers;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;
using static CnnCompiler.Conformance.Tests.OnnxText;

namespace CnnCompiler.Conformance.Tests;

/// <summary>What the runner says of cases that are right, wrong, unknown to the compiler, and broken.</summary>
public sealed class WorkerPoolTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("runner");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Report_TellsOfEveryCaseThatIsNoPass_AndCounts()
    {
        Add("test_a_right", Model(Node("y = Relu(x)")).Input("x", 2).Output("y", 2), Floats([-1, 2], 2), Floats([0, 2], 2));
        Add("test_b_wrong", Model(Node("y = Relu(x)")).Input("x", 2).Output("y", 2), Floats([-1, 2], 2), Floats([0, 3], 2));
        Add("test_c_unknown", Model(Node("y = Frobnicate(x)")).Input("x", 2).Output("y", 2), Floats([-1, 2], 2), Floats([0, 2], 2));
        Add("test_d_shape", Model(Node("y = Relu(x)")).Input("x", 2).Output("y", 2), Floats([-1, 2], 2), Floats([0, 2], 1, 2));
        Add("test_e_right", Model(Node("y = Neg(x)")).Input("x", 2).Output("y", 2), Floats([-1, 2], 2), Floats([1, -2], 2));
        using var output = new StringWriter();
        var report = WorkerPool.Run([.. Subjects.In([_directory.FullName])], output);
        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal((2, 2, 1), (report.Passed, report.Failed, report.Unsupported));
        Assert.Equal(4, lines.Length);
        Assert.Equal("FAILED test_b_wrong: output 0: 1 of 2 values differ, first at 1: expected 3, found 2", lines[0]);
        Assert.StartsWith("unsupported test_c_unknown: CNN", lines[1]);
        Assert.Contains("Frobnicate", lines[1]);
        Assert.Equal("FAILED test_d_shape: output 0: expected Float32[1x2], found Float32[2]", lines[2]);
        Assert.Equal("total: 2 passed, 2 failed, 1 unsupported", lines[3]);
    }

    [Fact]
    public void CaseThatEndsTheWorker_FailsAlone()
    {
        Add("test_a_right", Model(Node("y = Relu(x)")).Input("x", 2).Output("y", 2), Floats([-1, 2], 2), Floats([0, 2], 2));
        Add("test_c_right", Model(Node("y = Neg(x)")).Input("x", 2).Output("y", 2), Floats([-1, 2], 2), Floats([1, -2], 2));
        // No worker survives a case that is gone when it is to be read.
        var gone = new Subject("test_b_gone", Path.Combine(_directory.FullName, "absent"), IsModel: false);
        Subject[] there = [.. Subjects.In([_directory.FullName])];
        using var output = new StringWriter();
        var report = WorkerPool.Run([there[0], gone, there[1]], output);
        Assert.Equal([Verdict.Passed, Verdict.Failed, Verdict.Passed], report.Findings.Select(finding => finding.Verdict));
        Assert.Contains("FAILED test_b_gone: the process ended", output.ToString());
    }

    [Fact]
    public void ExportedNet_IsCompiledFromItsFileAndAgrees()
    {
        var net = new Architecture(
            new Input(12, 10, 3), new Conv2D(8, 3) { Padding = Padding.Same }, new BatchNorm(), new ReLU(), new MaxPool(2), new DepthwiseConv2D(3) { Stride = 2 },
            new LeakyReLU(0.2f), new Flatten(), new Dense(5), new Softmax());
        string file = Path.Combine(_directory.FullName, "exported.onnx");
        Onnx.OnnxExporter.Write(new Training.Network(net, seed: 1), file);
        using var output = new StringWriter();
        Assert.True(WorkerPool.Run([Subjects.OfModel(file)], output).Passed == 1, output.ToString());
    }

    private void Add(string name, ModelProto model, TensorData input, TensorData output)
    {
        var set = _directory.CreateSubdirectory(name).CreateSubdirectory("test_data_set_0");
        File.WriteAllBytes(Path.Combine(set.Parent!.FullName, "model.onnx"), model.ToByteArray());
        File.WriteAllBytes(Path.Combine(set.FullName, "input_0.pb"), input.ToProto("").ToByteArray());
        File.WriteAllBytes(Path.Combine(set.FullName, "output_0.pb"), output.ToProto("").ToByteArray());
    }
}
