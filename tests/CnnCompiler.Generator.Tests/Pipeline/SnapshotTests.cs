using System.Runtime.CompilerServices;
using CnnCompiler.Testing;

namespace CnnCompiler.Generator.Tests.Pipeline;

/// <summary>The helper that compares texts with approved ones.</summary>
public class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshots").FullName;

    [Fact]
    public void Snapshot_OfTheSameText_LeavesNothingBehind()
    {
        File.WriteAllText(Path.Combine(_folder, "Some.Test.verified.cs"), "one\r\ntwo\r\n");
        File.WriteAllText(Path.Combine(_folder, "Some.Test.received.cs"), "an older mismatch");
        Snapshot.Verify("one\ntwo\n", Path.Combine(_folder, "Some.cs"), "Test");
        Assert.Equal(["Some.Test.verified.cs"], Names());
    }

    [Fact]
    public void Snapshot_OfAnotherText_TellsTheFirstLineThatDiffers()
    {
        File.WriteAllText(Path.Combine(_folder, "Some.Test.verified.cs"), "one\ntwo\nthree\n");
        var problem = Assert.Throws<SnapshotException>(() => Snapshot.Verify("one\n2\n3\n", Path.Combine(_folder, "Some.cs"), "Test"));
        Assert.Contains("line 2 differs\n  expected: two\n  found:    2\n", problem.Message, StringComparison.Ordinal);
        Assert.Equal("one\n2\n3", File.ReadAllText(Path.Combine(_folder, "Some.Test.received.cs")));
    }

    [Fact]
    public void Snapshot_OfAShorterText_TellsTheEnd()
    {
        File.WriteAllText(Path.Combine(_folder, "Some.Test.verified.cs"), "one\ntwo\n");
        var problem = Assert.Throws<SnapshotException>(() => Snapshot.Verify("one\n", Path.Combine(_folder, "Some.cs"), "Test"));
        Assert.Contains("expected: two\n  found:    (the end of the text)", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Snapshot_NeverApproved_IsReceived()
    {
        var problem = Assert.Throws<SnapshotException>(() => Snapshot.Verify("one\n", Path.Combine(_folder, "Some.cs"), "Test"));
        Assert.Contains("no text has been approved yet", problem.Message, StringComparison.Ordinal);
        Assert.Equal(["Some.Test.received.cs"], Names());
    }

    [Fact]
    public void Snapshot_IsFoundBesideTheTest() => Assert.True(File.Exists(Here()), $"{Here()} is not where this test's source is");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Here([CallerFilePath] string file = "") => file;

    private string[] Names() => [.. Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path)).Order()];
}
