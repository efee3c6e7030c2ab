using System.ComponentModel;

namespace CnnCompiler.Inference;

/// <summary>The weights of a compiled model in the order its kernels read them. Generated code makes and reads it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PackedWeights
{
    private readonly AlignedMemory _memory;

    /// <summary>Makes room for packed weights, all zero.</summary>
    /// <param name="length">The number of float32 values.</param>
    public PackedWeights(int length) => _memory = new AlignedMemory(checked(length * sizeof(float)));

    /// <summary>The values.</summary>
    public Span<float> Values => _memory.Floats;

    /// <summary>The first value, at a multiple of 64 bytes.</summary>
    public ref float First => ref _memory.First;
}
