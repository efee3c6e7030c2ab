using System.Globalization;
using CnnCompiler.Inference;

namespace CnnCompiler.Benchmarks;

/// <summary>Times models against ONNX Runtime and prints a row for each.</summary>
internal static class Comparison
{
    /// <summary>Measures and prints.</summary>
    /// <param name="pairings">Makes what is to be compared.</param>
    /// <param name="options">How it is measured.</param>
    /// <returns>The process's exit code.</returns>
    public static int Run(IReadOnlyList<Func<Pairing>> pairings, CompareOptions options)
    {
        bool pinned = options.Threads == 1 && PinnedThread.Pin();
        var contests = pairings.Select(make => new Contest(make())).ToArray();
        try
        {
            var peak = new Stopwatches.Series(FmaPeak.Run);
            peak.WarmUp();
            var together = new List<double>();
            var gains = new List<double>();
            foreach (var contest in contests)
                contest.WarmUp();
            for (int round = 0; round < options.Rounds; round++)
            {
                double peakNow = FmaPeak.FlopsPerCall / peak.Measure() / 1e3;
                if (options.Threads > 1)
                {
                    together.Add(PeakOfThreads.Measure(options.Threads));
                    gains.Add(together[^1] / peakNow);
                }
                foreach (var contest in contests)
                    contest.Measure(peakNow);
            }
            double? peakGain = gains.Count > 0 ? Quantiles.Of(gains, 0.5) : null;
            Result[] results = [.. contests.Select(contest => contest.Result(options.Threads, peakGain))];
            string thread = options.Threads > 1
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{options.Threads} threads on either side, which together reach {Quantiles.Of(together, 0.5):F0} GFLOP/s, {peakGain:F2} times one's peak")
                : pinned ? "one pinned thread" : "one thread, not pinned (this system does not allow it)";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{ModelInfo.InstructionSet}, batch {options.Batch}, {thread}, {options.Rounds} rounds, FMA peak {FmaPeak.FlopsPerCall / peak.Median / 1e3:F0} GFLOP/s"));
            Table.Print(results);
            if (options.Json is { } json)
                ResultFile.Write(json, results);
            return 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The results cannot be written to {options.Json}: {problem.Message}");
            return 2;
        }
        finally
        {
            foreach (var contest in contests)
                contest.Dispose();
        }
    }
}
