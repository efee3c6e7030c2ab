using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CnnCompiler.Samples.Tests;

/// <summary>Opens pages in chromium without a window.</summary>
internal static partial class Browser
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What is added to a copy of the page: it tells of every picture and every error once all is loaded.</summary>
    private const string Check = """
        <script>
        const errors = [];
        window.addEventListener('error', problem => errors.push(String(problem.message || problem.target && problem.target.outerHTML.slice(0, 200))), true);
        window.addEventListener('load', () => {
          const pictures = [...document.images].map(picture => ({ width: picture.naturalWidth, alternative: picture.alt }));
          const sections = [...document.querySelectorAll('section')].map(section => section.id);
          const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          const report = document.createElement('pre');
          report.id = 'browser-check';
          report.textContent = JSON.stringify({ errors, pictures, sections, wide });
          document.body.append(report);
        });
        </script>
        """;

    /// <summary>The program; null where there is none.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(directory => (string[])[System.IO.Path.Combine(directory, "chromium"), System.IO.Path.Combine(directory, "chromium-browser")])
        .FirstOrDefault(File.Exists);

    /// <summary>Opens a page and waits until all of it is loaded.</summary>
    /// <param name="html">The page.</param>
    /// <param name="width">The width of the window in pixels.</param>
    public static PageReport Open(string html, int width = 1000)
    {
        string directory = Directory.CreateTempSubdirectory("browser-check").FullName;
        try
        {
            string page = System.IO.Path.Combine(directory, "page.html");
            File.WriteAllText(page, html.Replace("</head>", Check + "</head>", StringComparison.Ordinal));
            string dump = Run(
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", $"--user-data-dir={System.IO.Path.Combine(directory, "profile")}", FormattableString.Invariant($"--window-size={width},1000"), "--dump-dom",
                new Uri(page).AbsoluteUri);
            var match = Report().Match(dump);
            Assert.True(match.Success, "The page's check has not run: " + dump[..Math.Min(dump.Length, 400)]);
            return JsonSerializer.Deserialize<PageReport>(WebUtility.HtmlDecode(match.Groups[1].Value), JsonSerializerOptions.Web)!;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static string Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The browser has not answered within {Patience}.");
        }
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The browser ended with {process.ExitCode}: {error.Result}");
        return output.Result;
    }

    [GeneratedRegex("<pre id=\"browser-check\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Report();

    /// <summary>What the check found.</summary>
    /// <param name="Errors">Errors of scripts, and of pictures and files that did not load.</param>
    /// <param name="Pictures">Every picture.</param>
    /// <param name="Sections">The names of the sections in order.</param>
    /// <param name="Wide">By how many pixels the page is wider than its window.</param>
    public sealed record PageReport(string[] Errors, PagePicture[] Pictures, string[] Sections, int Wide);

    /// <summary>A picture as the browser has it.</summary>
    /// <param name="Width">Its own width in pixels; 0 where it did not load.</param>
    /// <param name="Alternative">The text for people who cannot see it.</param>
    public sealed record PagePicture(int Width, string Alternative);
}
