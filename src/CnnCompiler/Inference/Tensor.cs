using System.Runtime.InteropServices;

namespace CnnCompiler.Inference;

/// <summary>A block of values of a known type and shape: what a model with several inputs and outputs is run on. Reuse it from call to call.</summary>
public sealed class Tensor
{
    private readonly AlignedMemory _memory;

    /// <summary>Makes a tensor of zeros.</summary>
    /// <param name="info">Name, type and shape.</param>
    public Tensor(TensorInfo info)
    {
        Info = info;
        _memory = new AlignedMemory(checked((int)info.ByteLength));
    }

    /// <summary>Name, type and shape.</summary>
    public TensorInfo Info { get; }

    /// <summary>The values in row-major order.</summary>
    /// <typeparam name="T">The C# type of <see cref="TensorInfo.ElementType"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The tensor holds values of another type.</exception>
    public Span<T> Values<T>()
        where T : unmanaged
    {
        if (TensorInfo.TypeOf<T>() != Info.ElementType)
            throw new InvalidOperationException($"The tensor {Info} was read as {typeof(T).Name}: ask for the C# type of {Info.ElementType}.");
        return MemoryMarshal.Cast<byte, T>(_memory.Bytes);
    }
}
