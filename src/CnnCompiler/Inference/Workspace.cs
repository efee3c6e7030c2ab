using System.ComponentModel;

namespace CnnCompiler.Inference;

/// <summary>
/// Scratch memory for the values between layers. One call uses it at a time; any number of models may use it one after another.
/// </summary>
public sealed class Workspace
{
    private readonly AlignedMemory _memory;

    /// <summary>Makes a workspace.</summary>
    /// <param name="byteLength">Its size: at least the <c>ScratchBytes</c> of every model that is to use it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public Workspace(int byteLength) => _memory = new AlignedMemory(byteLength);

    /// <summary>Its size in bytes.</summary>
    public int ByteLength => _memory.ByteLength;

    /// <summary>The first value, at a multiple of 64 bytes; for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref float First => ref _memory.First;
}
