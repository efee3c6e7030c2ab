using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnCompiler.Inference;

/// <summary>Runs of a tensor's elements, copied or filled as a whole. Nothing is checked: generated code knows its sizes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TensorMemory
{
    /// <summary>Copies elements that lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<T>(ref T source, ref T target, int count) =>
        MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(MemoryMarshal.CreateSpan(ref target, count));

    /// <summary>Writes one value to elements that lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill<T>(ref T target, int count, T value) => MemoryMarshal.CreateSpan(ref target, count).Fill(value);
}
