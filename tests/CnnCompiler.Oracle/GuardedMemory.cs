using System.Runtime.InteropServices;

namespace CnnCompiler.Oracle;

/// <summary>
/// Memory between two pages that may not be touched: a kernel that reads or writes one value too far, where an array would only give it a
/// neighbour's value, ends the process. Linux and macOS; elsewhere it is plain memory.
/// </summary>
public sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymousLinux = 0x22;
    private const int PrivateAnonymousMac = 0x1002;

    private readonly byte* _start;
    private readonly int _usable;

    /// <summary>Makes room.</summary>
    /// <param name="byteLength">At least so many bytes.</param>
    public GuardedMemory(int byteLength)
    {
        int page = Environment.SystemPageSize;
        _usable = (byteLength + page - 1) / page * page;
        if (OperatingSystem.IsWindows())
        {
            _start = (byte*)NativeMemory.AlignedAlloc((nuint)_usable, (nuint)page);
            return;
        }
        int flags = OperatingSystem.IsMacOS() ? PrivateAnonymousMac : PrivateAnonymousLinux;
        nint mapped = Map(0, (nuint)(_usable + 2 * page), 0, flags, -1, 0);
        if (mapped == -1 || Protect(mapped + page, (nuint)_usable, ReadWrite) != 0)
            throw new InvalidOperationException($"No guarded memory of {byteLength} bytes: error {Marshal.GetLastPInvokeError()}.");
        _start = (byte*)mapped + page;
    }

    /// <summary>Values that lie at the end of the memory, so that the next one may not be touched, or at its start.</summary>
    /// <param name="length">How many there are, no more than fit.</param>
    /// <param name="atEnd">Whether the last one lies against the page behind, or the first one against the page before.</param>
    public Span<T> Span<T>(int length, bool atEnd)
        where T : unmanaged =>
        new(atEnd ? _start + _usable - length * sizeof(T) : _start, length);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
            NativeMemory.AlignedFree(_start);
        else
            Unmap((nint)_start - Environment.SystemPageSize, (nuint)(_usable + 2 * Environment.SystemPageSize));
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
