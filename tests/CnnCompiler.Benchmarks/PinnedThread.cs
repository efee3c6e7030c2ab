using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CnnCompiler.Benchmarks;

/// <summary>Keeps the measuring thread on one processor.</summary>
internal static partial class PinnedThread
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

    /// <summary>Pins the calling thread to one of the processors that the process may use, where the system allows it.</summary>
    /// <param name="index">Which one, from the last to the first; beyond that it begins anew.</param>
    public static void PinCurrent(int index)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var process = Process.GetCurrentProcess();
        ulong allowed = (ulong)process.ProcessorAffinity.ToInt64();
        int[] processors = [.. Enumerable.Range(0, 64).Where(number => (allowed >> number & 1) != 0).Reverse()];
        if (processors.Length > 0)
            _ = SetAffinity(0, sizeof(ulong), 1UL << processors[index % processors.Length]);
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint length, in ulong processors);
}
