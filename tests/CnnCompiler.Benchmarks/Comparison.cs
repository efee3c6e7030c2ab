using System.Globalization;
using CnnCompiler.Inference;

namespace CnnCompiler.Benchmarks;

/// <summary>Times models against ONNX Runtime and prints a row for each.</summary>
internal static class Comparison
{
    /// <summary>Measures and prints.</summary>
    /// <param name="pairings">Makes what is to be compared.</param>
    /// <param name="rounds">How many times each is measured; the median counts.</param>
    /// <param name="json">A file for the results, or null.</param>
    /// <returns>The process's exit code.</returns>
    public static int Run(IReadOnlyList<Func<Pairing>> pairings, int rounds, FileInfo? json)
    {
        bool pinned = PinnedThread.Pin();
        var contests = pairings.Select(make => new Contest(make())).ToArray();
        try
        {
            var peak = new Stopwatches.Series(FmaPeak.Run);
            peak.WarmUp();
            foreach (var contest in contests)
                contest.WarmUp();
            for (int round = 0; round < rounds; round++)
            {
                double peakNow = FmaPeak.FlopsPerCall / peak.Measure() / 1e3;
                foreach (var contest in contests)
                    contest.Measure(peakNow);
            }
            Result[] results = [.. contests.Select(contest => contest.Result())];
            string thread = pinned ? "one pinned thread" : "one thread, not pinned (this system does not allow it)";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{ModelInfo.InstructionSet}, batch 1, {thread}, {rounds} rounds, FMA peak {FmaPeak.FlopsPerCall / peak.Median / 1e3:F0} GFLOP/s"));
            Table.Print(results);
            if (json is not null)
                ResultFile.Write(json, results);
            return 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The results cannot be written to {json}: {problem.Message}");
            return 2;
        }
        finally
        {
            foreach (var contest in contests)
                contest.Dispose();
        }
    }
}
