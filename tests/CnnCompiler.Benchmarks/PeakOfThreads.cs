using System.Diagnostics;

namespace CnnCompiler.Benchmarks;

/// <summary>
/// What several threads reach together of multiply-adds: the most that they can gain on one. Two processors that share a core, or a machine that others use
/// too, have less than twice the peak of one.
/// </summary>
internal static class PeakOfThreads
{
    /// <summary>Calls of each thread: about two milliseconds.</summary>
    private const int Calls = 200;

    /// <summary>Runs the chains on threads of their own, each on a processor of its own where the system allows that and there are as many.</summary>
    /// <param name="threads">How many.</param>
    /// <returns>GFLOP/s of all together, from the first one's start to the last one's end.</returns>
    public static double Measure(int threads)
    {
        var spans = new (long Start, long End)[threads];
        using var ready = new Barrier(threads);
        Thread[] all = [.. Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            PinnedThread.PinCurrent(index);
            ready.SignalAndWait();
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < Calls; call++)
                FmaPeak.Run();
            spans[index] = (start, Stopwatch.GetTimestamp());
        }))];
        foreach (var thread in all)
            thread.Start();
        foreach (var thread in all)
            thread.Join();
        double seconds = Stopwatch.GetElapsedTime(spans.Min(span => span.Start), spans.Max(span => span.End)).TotalSeconds;
        return FmaPeak.FlopsPerCall * Calls * threads / seconds / 1e9;
    }
}
