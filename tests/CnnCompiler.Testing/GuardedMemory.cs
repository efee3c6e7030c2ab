using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CnnCompiler.Testing;

/// <summary>
/// Float32 values between two pages that nobody may touch, lying against one of them: a kernel that reads or writes beside its memory ends the process
/// there, with its own name on top of the stack, instead of passing by luck. Where pages cannot be locked (Windows here), it is memory like any other.
/// </summary>
public sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ProtectNone = 0;
    private const int ProtectReadWrite = 3;
    private const int MapPrivate = 2;
    private static readonly int s_mapAnonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;

    private readonly byte* _pages;
    private readonly nuint _length;
    private readonly float* _first;
    private readonly int _count;

    /// <summary>Takes memory for zeros.</summary>
    /// <param name="count">The number of values.</param>
    /// <param name="atEnd">Whether the last value lies against the page behind, or the first one against the page before.</param>
    public GuardedMemory(int count, bool atEnd)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint bytes = (nuint)count * sizeof(float);
        nuint inner = (bytes + page - 1) / page * page;
        (_count, _length) = (count, inner + 2 * page);
        if (OperatingSystem.IsWindows())
        {
            _pages = (byte*)NativeMemory.AllocZeroed(_length);
        }
        else
        {
            nint pages = Map(0, _length, ProtectNone, MapPrivate | s_mapAnonymous, -1, 0);
            if (pages == -1 || (inner > 0 && Protect(pages + (nint)page, inner, ProtectReadWrite) != 0))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            _pages = (byte*)pages;
        }
        _first = (float*)(_pages + page + (atEnd ? inner - bytes : 0));
    }

    /// <summary>The values.</summary>
    public Span<float> Values => new(_first, _count);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
            NativeMemory.Free(_pages);
        else
            _ = Unmap((nint)_pages, _length);
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
