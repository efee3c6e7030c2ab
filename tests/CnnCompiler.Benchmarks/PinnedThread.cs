using System.Diagnostics;

namespace CnnCompiler.Benchmarks;

/// <summary>Keeps the measuring thread on one processor.</summary>
internal static class PinnedThread
{
    /// <summary>Pins the main thread, from which this must be called, to the last processor: interrupts prefer the first.</summary>
    /// <returns>Whether the system allows it.</returns>
    public static bool Pin()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
            return false;
        using var process = Process.GetCurrentProcess();
        long allowed = process.ProcessorAffinity.ToInt64();
        if (allowed == 0)
            return false;
        process.ProcessorAffinity = (nint)(1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)allowed)));
        return true;
    }
}
