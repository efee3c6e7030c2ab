using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CnnCompiler.Conformance.Workers;

/// <summary>Has subjects compared by a worker, and starts another one where it ends early, hangs or eats too much.</summary>
internal static class WorkerPool
{
    /// <summary>How many cases are compiled together: enough that the compiler's fixed costs are shared.</summary>
    private const int BatchLength = 40;

    /// <summary>The heap that a worker may have, 4 GiB: the whole batch lives in it, and a single model stays far below.</summary>
    private const string MostHeapBytes = "0x100000000";

    private static readonly TimeSpan s_mostCaseTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_mostModelTime = TimeSpan.FromMinutes(5);

    /// <summary>Compares subjects.</summary>
    /// <param name="subjects">The subjects.</param>
    /// <param name="output">Takes a line for each that is worth one, and the total.</param>
    public static Report Run(IReadOnlyList<Subject> subjects, TextWriter output)
    {
        var findings = new List<Finding>();
        while (findings.Count < subjects.Count)
        {
            int before = findings.Count;
            var stop = RunWorker([.. subjects.Skip(before)], BatchLength, Add);
            if (stop is null)
                break;
            // The worker stopped in a batch that was being compiled: alone, each case of it shows whether it is the one.
            if (stop.Last is { Kind: MessageKind.Compiling, Count: > 1 } batch)
            {
                for (int remaining = batch.Count; remaining > 0; remaining--)
                    if (RunWorker([subjects[findings.Count]], 1, Add) is { } alone)
                        Add(new Finding(subjects[findings.Count].Name, Verdict.Failed, alone.Reason));
            }
            else
            {
                Add(new Finding(subjects[findings.Count].Name, Verdict.Failed, stop.Reason));
            }
        }
        var report = new Report(findings);
        output.WriteLine(report.Total);
        return report;

        void Add(Finding finding)
        {
            findings.Add(finding);
            if (Report.Line(finding) is { } line)
                output.WriteLine(line);
        }
    }

    /// <summary>How a worker stopped before it was done.</summary>
    private sealed record Stop(Message? Last, string Reason);

    private static Stop? RunWorker(IReadOnlyList<Subject> subjects, int batchLength, Action<Finding> add)
    {
        using var process = Start();
        var errors = process.StandardError.ReadToEndAsync();
        Message? last = null;
        try
        {
            process.StandardInput.WriteLine(JsonSerializer.Serialize(new Job(subjects, batchLength)));
            process.StandardInput.Close();
            while (true)
            {
                var limit = LimitOf(last, subjects);
                var line = process.StandardOutput.ReadLineAsync();
                if (!line.Wait(limit))
                    return new Stop(last, string.Create(CultureInfo.InvariantCulture, $"it took more than {limit.TotalSeconds} s {Phase(last)}"));
                if (line.Result is null)
                    break;
                if (Message.Parse(line.Result) is not { } message)
                    continue;
                last = message;
                if (message.Finding is not null)
                    add(message.Finding);
            }
            process.WaitForExit();
            return process.ExitCode == 0
                ? null
                : new Stop(last, string.Create(CultureInfo.InvariantCulture, $"the process ended with {process.ExitCode}, asked {Phase(last)}: {FirstLines(errors.Result)}"));
        }
        catch (IOException problem)
        {
            return new Stop(last, $"the process ended before it was told what to do: {problem.Message}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string host = Path.Combine(framework, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, "CnnCompiler.Conformance.dll"), Worker.Command])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = MostHeapBytes;
        return Process.Start(start)!;
    }

    private static TimeSpan LimitOf(Message? last, IReadOnlyList<Subject> subjects) =>
        last is not null && last.First < subjects.Count && subjects[last.First].IsModel ? s_mostModelTime
        : last is { Kind: MessageKind.Compiling } ? s_mostCaseTime * Math.Max(1, last.Count / 4.0)
        : s_mostCaseTime;

    private static string Phase(Message? last) => last?.Kind switch
    {
        MessageKind.Compiling => "to compile",
        MessageKind.Running => "to run",
        _ => "to start",
    };

    private static string FirstLines(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(6));
}
