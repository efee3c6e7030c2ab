using CnnCompiler.Report;
using Mechanisms.Chapters;
using Mechanisms.Tour;

namespace CnnCompiler.Samples.Tests.Tour;

/// <summary>The tour on the program's own image, run once for all tests; the experiment with two seeds, which is enough to see it work.</summary>
public sealed class TourFixture : IDisposable
{
    public TourFixture()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("mechanisms").FullName;
        var terminal = new StringWriter();
        (Page, var findings) = TourRun.Run(Catalogue.All, new TourSettings(TourImage.Drawn(), Mnist: null, Seeds: 2), Directory, terminal);
        (Findings, Terminal) = (findings, terminal.ToString());
    }

    public string Directory { get; }

    public string Terminal { get; }

    public Page Page { get; }

    internal IReadOnlyList<Finding> Findings { get; }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
