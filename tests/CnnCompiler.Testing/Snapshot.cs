using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace CnnCompiler.Testing;

/// <summary>
/// Compares a generated text with the one that was approved, in Verify's file convention: <c>Class.Method.verified.cs</c> beside the test; on a
/// mismatch <c>Class.Method.received.cs</c> is written, to be looked at and, if it is right, renamed.
/// </summary>
/// <remarks>Verify.SourceGenerators can take its place where it can be had: the files stay the same.</remarks>
public static class Snapshot
{
    /// <summary>Compares a text with the approved one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="testFile">The test's file, whose name is that of its class; the compiler fills it in.</param>
    /// <param name="testMethod">The test's method; the compiler fills it in.</param>
    /// <exception cref="SnapshotException">The texts differ, or none has been approved; the message tells the first line that differs.</exception>
    public static void Verify(string text, [CallerFilePath] string testFile = "", [CallerMemberName] string testMethod = "")
    {
        string start = Path.Combine(Path.GetDirectoryName(testFile)!, $"{Path.GetFileNameWithoutExtension(testFile)}.{testMethod}");
        string verified = start + ".verified.cs";
        string received = start + ".received.cs";
        string actual = Normal(text);
        string? expected = File.Exists(verified) ? Normal(File.ReadAllText(verified)) : null;
        if (expected is not null && WithoutVersion(actual) == WithoutVersion(expected))
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, actual);
        string difference = expected is null ? "no text has been approved yet" : FirstDifference(WithoutVersion(expected), WithoutVersion(actual));
        throw new SnapshotException($"{Path.GetFileName(verified)}: {difference}\n" +
            $"If {Path.GetFileName(received)} is right, rename it to {Path.GetFileName(verified)}.");
    }

    /// <summary>Line ends are the checkout's affair, not the text's.</summary>
    private static string Normal(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    /// <summary>The compiler's version comes from git tags and is no part of what is approved.</summary>
    private static string WithoutVersion(string text) => Regex.Replace(text, @"(?<=compiled by CnnCompiler )\d+\.\d+\.\d+", "(any version)");

    private static string FirstDifference(string expected, string actual)
    {
        string[] before = expected.Split('\n');
        string[] after = actual.Split('\n');
        int line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line])
            line++;
        return string.Create(CultureInfo.InvariantCulture, $"line {line + 1} differs\n  expected: {LineOf(before, line)}\n  found:    {LineOf(after, line)}");
    }

    private static string LineOf(string[] lines, int line) => line < lines.Length ? lines[line] : "(the end of the text)";
}

/// <summary>A text differs from the approved one.</summary>
/// <param name="message">The first difference, and what to do.</param>
public sealed class SnapshotException(string message) : Exception(message);
