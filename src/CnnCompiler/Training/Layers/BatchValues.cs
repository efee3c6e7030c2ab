using CnnCompiler.Inference;

namespace CnnCompiler.Training.Layers;

/// <summary>
/// The values of a batch before or behind a layer, image after image, on a boundary of cache lines. Behind the last there is room for one more
/// vector, so that kernels may read whole vectors anywhere.
/// </summary>
internal sealed class BatchValues(int imageLength)
{
    /// <summary>The most values that there can be.</summary>
    public const int MaxLength = int.MaxValue / sizeof(float) - 64;

    private const int Slack = 16;

    private AlignedMemory _memory = new(Slack * sizeof(float));

    /// <summary>Values of an image.</summary>
    public int ImageLength => imageLength;

    /// <summary>Makes room for so many images; what was there is gone.</summary>
    public void Reserve(int count) => _memory = new AlignedMemory(checked((count * imageLength + Slack) * sizeof(float)));

    /// <summary>Some images.</summary>
    public Span<float> Of(int first, int count) => _memory.Floats.Slice(first * imageLength, count * imageLength);

    /// <summary>The images of a slice.</summary>
    public Span<float> Of(Slice slice) => Of(slice.First, slice.Count);
}
