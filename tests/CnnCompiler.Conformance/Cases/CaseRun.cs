using System.Globalization;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Testing.Models;
using Google.Protobuf;

namespace CnnCompiler.Conformance.Cases;

/// <summary>Cases of the standard's suite, compiled together and run one by one.</summary>
internal static class CaseRun
{
    private sealed record Prepared(Subject Subject, IReadOnlyList<TestCase> Sets, string? Problem, IReadOnlyList<ModelEntry> Entries);

    /// <summary>Compiles some cases.</summary>
    /// <param name="subjects">The cases.</param>
    /// <returns>A call for each case that runs it and says how it came out.</returns>
    public static IReadOnlyList<Func<Finding>> Compile(IReadOnlyList<Subject> subjects)
    {
        Prepared[] prepared = [.. subjects.Select(Prepare)];
        // Not disposed: the assemblies live as long as the calls that are returned.
        var batch = ModelBatch.Compile([.. prepared.SelectMany(item => item.Entries)]);
        return [.. prepared.Select(item => (Func<Finding>)(() => Judge(item, batch)))];
    }

    private static Prepared Prepare(Subject subject, int index)
    {
        try
        {
            var sets = TestCase.Read(subject.Path);
            return new Prepared(subject, sets, null, [.. sets.Select((set, number) => new ModelEntry(ClassName(index, number), set.Model))]);
        }
        catch (Exception problem) when (problem is NotSupportedException or InvalidDataException or InvalidProtocolBufferException or OverflowException or IOException)
        {
            // The compiler may well say that it cannot compile what has no such values.
            return new Prepared(subject, [], problem.Message, [new ModelEntry(ClassName(index, 0), File.ReadAllBytes(Subjects.ModelOf(subject.Path)))]);
        }
    }

    private static Finding Judge(Prepared item, ModelBatch batch)
    {
        foreach (var entry in item.Entries)
            if (batch[entry.ClassName] is { Model: null } outcome)
                return outcome.Failure is { } failure
                    ? new Finding(item.Subject.Name, Verdict.Failed, failure)
                    : new Finding(item.Subject.Name, Verdict.Unsupported, string.Join(" | ", outcome.Refusals));
        if (item.Problem is not null)
            return new Finding(item.Subject.Name, Verdict.Failed, $"the case cannot be read: {item.Problem}");
        for (int number = 0; number < item.Sets.Count; number++)
            if (Run(batch[item.Entries[number].ClassName].Required, item.Sets[number]) is { } difference)
                return new Finding(item.Subject.Name, Verdict.Failed, difference);
        return new Finding(item.Subject.Name, Verdict.Passed, "");
    }

    private static string? Run(TensorModel model, TestCase set)
    {
        IReadOnlyList<TensorData> actual;
        try
        {
            actual = model.Run(set.Inputs);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            return $"running it threw {problem.GetType().Name}: {problem.Message}";
        }
        if (actual.Count != set.Outputs.Count)
            return string.Create(CultureInfo.InvariantCulture, $"expected {set.Outputs.Count} outputs, found {actual.Count}");
        for (int index = 0; index < actual.Count; index++)
            if (set.Outputs[index] is { } expected && TensorComparison.Difference(expected, actual[index]) is { } difference)
                return string.Create(CultureInfo.InvariantCulture, $"output {index}: {difference}");
        return null;
    }

    private static string ClassName(int index, int set) => string.Create(CultureInfo.InvariantCulture, $"Case{index}Set{set}");
}
