using CnnCompiler.Conformance.Workers;

namespace CnnCompiler.Conformance.Tests;

/// <summary>Real trained models against ONNX Runtime, as the command-line program compares them.</summary>
public sealed class WholeModelTests(RunLog log) : IClassFixture<RunLog>
{
    private const string Models = "onnx-models";

    [DataFact(Models)]
    public void EveryModel_AgreesWithOnnxRuntime()
    {
        using var output = new StringWriter();
        Subject[] subjects = [.. Directory.GetFiles(Repository.Data(Models)!, "*.onnx").Order(StringComparer.Ordinal).Select(Subjects.OfModel)];
        var report = WorkerPool.Run(subjects, output);
        log.Write($"Whole models: {report.Total}");
        Assert.True(report.Passed == subjects.Length, output.ToString());
    }
}
