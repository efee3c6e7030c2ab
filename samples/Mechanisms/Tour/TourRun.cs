using System.Diagnostics;
using System.Globalization;
using CnnCompiler.Report;

namespace Mechanisms.Tour;

/// <summary>Runs chapters and puts their pages together.</summary>
internal static class TourRun
{
    /// <summary>The name of the page in the output folder.</summary>
    public const string PageName = "mechanisms.html";

    /// <summary>Runs chapters.</summary>
    /// <param name="chapters">The chapters in order.</param>
    /// <param name="settings">What they are run on.</param>
    /// <param name="directory">Where page and pictures go; null to keep them.</param>
    /// <param name="terminal">Where the numbers are printed.</param>
    /// <returns>The page, and every number with the article's.</returns>
    public static (Page Page, IReadOnlyList<Finding> Findings) Run(IEnumerable<Chapter> chapters, TourSettings settings, string? directory, TextWriter terminal)
    {
        var page = new Page("Mechanisms of convolutional networks");
        page.Paragraph("What the article \"Mechanisms of Convolutional Networks\" says, tried out: each chapter compiles the declaration it shows, runs it, and puts the number measured " +
            $"beside the article's. The image is {settings.Image.Name}.");
        if (directory is not null)
            Directory.CreateDirectory(directory);
        var findings = new List<Finding>();
        foreach (var chapter in chapters)
        {
            long start = Stopwatch.GetTimestamp();
            terminal.WriteLine($"{chapter.Name}: {chapter.Title}");
            var section = page.Section(chapter.Name, chapter.Title);
            section.Paragraph("The article: " + chapter.Claim);
            var writer = new ChapterWriter(chapter, section, directory, terminal);
            chapter.Show(writer, settings);
            writer.Finish();
            findings.AddRange(writer.Findings);
            terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
        }
        if (directory is not null)
        {
            page.Save(Path.Combine(directory, PageName));
            terminal.WriteLine("Wrote " + Path.Combine(directory, PageName));
        }
        return (page, findings);
    }
}
