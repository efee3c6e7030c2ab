using CnnCompiler.Report;
using CnnCompiler.Weights;

namespace Mechanisms.Tour;

/// <summary>Takes what a chapter shows to the page, to the folder of pictures and to the terminal.</summary>
/// <param name="chapter">The chapter.</param>
/// <param name="section">Its section of the page.</param>
/// <param name="directory">The folder of the pictures; null for none.</param>
/// <param name="terminal">Where the numbers are printed.</param>
internal sealed class ChapterWriter(Chapter chapter, PageSection section, string? directory, TextWriter terminal)
{
    private readonly List<Finding> _findings = [];

    /// <summary>What was compared so far.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Says something on the page.</summary>
    public void Text(string text) => section.Paragraph(text);

    /// <summary>Says something on the page and in the terminal.</summary>
    public void Say(string text)
    {
        section.Paragraph(text);
        terminal.WriteLine("  " + text);
    }

    /// <summary>Shows the declaration of a compiled class.</summary>
    public void Declared<TNet>() => section.Code(Declaration.Of<TNet>());

    /// <summary>Shows program text.</summary>
    public void Code(string text) => section.Code(text);

    /// <summary>Shows a picture and writes its file.</summary>
    /// <param name="name">The last part of the file's name.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="alternative">What it shows, for people who cannot see it.</param>
    /// <param name="caption">The text below it.</param>
    public void Picture(string name, Picture picture, string alternative, string caption)
    {
        section.Picture(picture, alternative, caption);
        WriteFile(name + ".png", picture.ToPng());
    }

    /// <summary>Shows a plot and writes its file.</summary>
    public void Plot(string name, string svg, string alternative, string caption)
    {
        section.Plot(svg, alternative, caption);
        WriteFile(name + ".svg", System.Text.Encoding.UTF8.GetBytes(svg));
    }

    /// <summary>Shows a table.</summary>
    public void Table(string caption, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) => section.Table(caption, headings, rows);

    /// <summary>Puts a number or a claim of the article beside what was measured.</summary>
    /// <param name="what">What is counted or measured.</param>
    /// <param name="article">What the article says.</param>
    /// <param name="measured">What was found.</param>
    /// <param name="note">Why they differ, or what else is to be said.</param>
    public void Compare(string what, string article, string measured, string note = "") => Add(new Finding(chapter.Name, what, article, measured, note, IsArticle: true));

    /// <summary>Puts a number that the article does not give, but that follows by arithmetic, beside what was measured.</summary>
    public void Check(string what, string expected, string measured, string note = "") => Add(new Finding(chapter.Name, what, expected, measured, note, IsArticle: false));

    /// <summary>Gives a number for which there is no other.</summary>
    public void Measure(string what, string measured, string note = "") => Add(new Finding(chapter.Name, what, "", measured, note, IsArticle: false));

    /// <summary>Writes the table of what was compared.</summary>
    public void Finish()
    {
        if (_findings.Count > 0)
            section.Table("The article's numbers beside those measured", ["What", "Article", "Measured", "Note"],
                _findings.Select(finding => (IReadOnlyList<string>)[finding.What, Expected(finding), finding.Measured, finding.Note]));
    }

    private static string Expected(Finding finding) => finding.IsArticle ? finding.Expected : finding.Expected.Length == 0 ? "no number" : $"no number; {finding.Expected} by arithmetic";

    private void Add(Finding finding)
    {
        _findings.Add(finding);
        string verdict = finding.Expected.Length == 0 ? "" : $"; {(finding.IsArticle ? "the article" : "by arithmetic")}: {finding.Expected}";
        terminal.WriteLine($"  {finding.What}: {finding.Measured}{verdict}{(finding.Note.Length == 0 ? "" : $" ({finding.Note})")}");
    }

    private void WriteFile(string name, byte[] bytes)
    {
        if (directory is not null)
            WholeFile.Write(Path.Combine(directory, $"{chapter.Name}-{name}"), stream => stream.Write(bytes));
    }
}
