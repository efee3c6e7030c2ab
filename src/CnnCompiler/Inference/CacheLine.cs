using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace CnnCompiler.Inference;

/// <summary>Hints to the processor about memory that a kernel is going to need. Generated code gives them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CacheLine
{
    /// <summary>
    /// Asks for the cache line of a value that is soon read or written. The value may lie outside of all memory: nothing is read, and no reference to it is made.
    /// .NET has the instruction for x64 only; elsewhere nothing happens.
    /// </summary>
    /// <param name="place">A value.</param>
    /// <param name="offset">How many values behind it the one lies that is going to be needed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(ref readonly float place, int offset)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0((float*)Unsafe.AsPointer(ref Unsafe.AsRef(in place)) + offset);
    }
}
