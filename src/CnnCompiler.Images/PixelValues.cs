namespace CnnCompiler.Images;

/// <summary>What bytes of each channel mean to a net.</summary>
internal sealed class PixelValues
{
    private readonly int _channels;
    private readonly float[] _values;

    /// <summary>The meaning that a net's input gives.</summary>
    public PixelValues(Input input)
    {
        _channels = ShapeOf(input).Channels;
        _values = new float[_channels * 256];
        for (int channel = 0; channel < _channels; channel++)
        {
            var (factor, summand) = input.ByteScaling(channel);
            for (int value = 0; value < 256; value++)
                _values[channel * 256 + value] = value * factor + summand;
        }
    }

    /// <summary>The shape of an input that takes images.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static TensorShape ShapeOf(Input input) => input.Shape is { Rank: 3, Channels: 1 or 3 or 4 } shape
        ? shape
        : throw new ArgumentException($"A net for images takes height x width x 1, 3 or 4 values; this one takes {input.Shape}.", nameof(input));

    /// <summary>Turns bytes into values.</summary>
    public void Convert(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (int place = 0, channel = 0; place < bytes.Length; place++)
        {
            values[place] = _values[channel * 256 + bytes[place]];
            channel = channel + 1 == _channels ? 0 : channel + 1;
        }
    }
}
