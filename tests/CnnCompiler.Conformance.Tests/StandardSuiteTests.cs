using CnnCompiler.Conformance.Cases;
using CnnCompiler.Conformance.Workers;

namespace CnnCompiler.Conformance.Tests;

/// <summary>The ONNX standard's own cases, compiled and run as the command-line program does it.</summary>
public sealed class StandardSuiteTests(RunLog log) : IClassFixture<RunLog>
{
    private const string Suite = "onnx-node";

    /// <summary>Cases that cannot be meant for a compiler of networks: masks of random numbers, drawn in another library's order.</summary>
    private static readonly string[] s_unsupported =
    [
        "test_training_dropout", "test_training_dropout_default", "test_training_dropout_default_mask", "test_training_dropout_mask",
    ];

    /// <summary>Cases that have no data, only shapes: everything in them is known when they are compiled.</summary>
    private static readonly string[] s_withoutData =
    [
        "test_constant", "test_constantofshape_float_ones", "test_constantofshape_int_shape_zero", "test_constantofshape_int_zeros",
    ];

    [DataFact(Suite)]
    public void Cases_KeepTheirDataAtRunTime()
    {
        string[] withoutInputs = [.. Subjects.In([Repository.Data(Suite)!])
            .Where(subject => TestCase.Read(subject.Path).Any(set => set.Inputs.Count == 0)).Select(subject => subject.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(s_withoutData, withoutInputs);
    }

    [DataFact(Suite)]
    public void EveryCase_Passes()
    {
        using var output = new StringWriter();
        var subjects = Subjects.In([Repository.Data(Suite)!]).ToArray();
        var report = WorkerPool.Run(subjects, output);
        log.Write($"ONNX conformance: {report.Total}");
        Assert.Equal(subjects.Length, report.Findings.Count);
        Assert.True(report.Failed == 0, output.ToString());
        Assert.Equal(s_unsupported, report.Findings.Where(finding => finding.Verdict == Verdict.Unsupported).Select(finding => finding.Name).Order(StringComparer.Ordinal));
        OperatorsInReadme.Check(OperatorsInReadme.Count(subjects, report));
    }
}
