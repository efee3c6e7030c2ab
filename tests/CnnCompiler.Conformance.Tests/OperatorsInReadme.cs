using System.Text;
using CnnCompiler.Oracle.Onnx;
using CnnCompiler.Testing.Models;

namespace CnnCompiler.Conformance.Tests;

/// <summary>The table of supported operators in the README.</summary>
internal static class OperatorsInReadme
{
    private const string Begin = "<!-- operators: written by the tests -->";
    private const string End = "<!-- end of operators -->";
    private const string Update = "CNNCOMPILER_UPDATE_README";
    private const int Columns = 3;

    private static string File => Path.Combine(Repository.Folder, "README.md");

    /// <summary>How many of the cases that pass have each supported operator in them.</summary>
    public static IReadOnlyDictionary<string, int> Count(IReadOnlyList<Subject> subjects, Report report)
    {
        var counts = SupportedOperators.Names.ToDictionary(name => name, _ => 0, StringComparer.Ordinal);
        for (int index = 0; index < subjects.Count; index++)
            if (report.Findings[index].Verdict == Verdict.Passed)
                foreach (string type in ModelProto.Parser.ParseFrom(System.IO.File.ReadAllBytes(Subjects.ModelOf(subjects[index].Path)))
                    .Graph.Node.Select(node => node.OpType).Distinct().Where(counts.ContainsKey))
                    counts[type]++;
        return counts;
    }

    /// <summary>The operators in the README's table.</summary>
    public static IReadOnlyList<string> Listed() =>
        [.. Section(System.IO.File.ReadAllText(File)).Split('`').Where((_, index) => index % 2 == 1)];

    /// <summary>Compares the README's table with the truth, or rewrites it where the environment asks for that.</summary>
    /// <param name="counts">The cases that pass, by operator.</param>
    public static void Check(IReadOnlyDictionary<string, int> counts)
    {
        string text = System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");
        string found = Section(text);
        string expected = Table(counts);
        if (found == expected)
            return;
        if (Environment.GetEnvironmentVariable(Update) == "1")
            System.IO.File.WriteAllText(File, text.Replace(Begin + found + End, Begin + expected + End));
        else
            Assert.Fail($"The README's table of operators is out of date. Run {Update}=1 dotnet test tests/CnnCompiler.Conformance.Tests to write it. It should be:\n{expected}");
    }

    private static string Section(string text)
    {
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"README.md needs the lines \"{Begin}\" and \"{End}\" around its table of operators.");
        return text[(begin + Begin.Length)..end];
    }

    private static string Table(IReadOnlyDictionary<string, int> counts)
    {
        string[] cells = [.. counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => FormattableString.Invariant($"`{pair.Key}` | {pair.Value}"))];
        int rows = (cells.Length + Columns - 1) / Columns;
        var table = new StringBuilder("\n");
        table.Append(string.Concat(Enumerable.Repeat("| operator | cases ", Columns))).Append("|\n").Append(string.Concat(Enumerable.Repeat("| --- | ---: ", Columns))).Append("|\n");
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < Columns; column++)
                table.Append("| ").Append(cells.ElementAtOrDefault(column * rows + row) ?? " | ").Append(' ');
            table.Append("|\n");
        }
        return table.ToString();
    }
}

/// <summary>The README's table, as far as it can be checked without the standard's cases.</summary>
public sealed class OperatorsInReadmeTests
{
    [Fact]
    public void Readme_ListsTheSupportedOperators() => Assert.Equal(SupportedOperators.Names.Order(StringComparer.Ordinal), OperatorsInReadme.Listed().Order(StringComparer.Ordinal));
}
