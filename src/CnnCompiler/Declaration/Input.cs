namespace CnnCompiler;

/// <summary>
/// The shape of what a net takes, and what bytes of an image mean to it. A byte b of channel c stands for
/// <c>(b * Scale - Mean[c]) / StandardDeviation[c]</c>; float inputs are taken as they are.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class Input : Attribute
{
    /// <summary>A list of features.</summary>
    /// <param name="features">The number of features; at least 1.</param>
    public Input(int features) => (Rank, Channels) = (1, features);

    /// <summary>A sequence.</summary>
    /// <param name="length">Steps of the sequence; at least 1.</param>
    /// <param name="channels">Values of each step; at least 1.</param>
    public Input(int length, int channels) => (Rank, Width, Channels) = (2, length, channels);

    /// <summary>A map, such as an image, whose values lie in height x width x channels order.</summary>
    /// <param name="height">Rows; at least 1.</param>
    /// <param name="width">Columns; at least 1.</param>
    /// <param name="channels">Values of each pixel; at least 1.</param>
    public Input(int height, int width, int channels) => (Rank, Height, Width, Channels) = (3, height, width, channels);

    private int Rank { get; }

    private int Height { get; } = 1;

    private int Width { get; } = 1;

    private int Channels { get; }

    /// <summary>What a byte is multiplied by; 1 by default, often 1f / 255.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>What is then subtracted, for each channel of the net or one value for all; 0 by default.</summary>
    public float[] Mean { get; init; } = [];

    /// <summary>What the difference is then divided by, for each channel of the net or one value for all; 1 by default.</summary>
    public float[] StandardDeviation { get; init; } = [];

    /// <summary>The order of the channels in the bytes.</summary>
    public ChannelOrder Order { get; init; }

    /// <summary>The shape, checked.</summary>
    /// <exception cref="DeclarationException">A length is out of range, or the scaling is not finite or not given for every channel.</exception>
    public TensorShape Shape
    {
        get
        {
            var shape = Rank switch
            {
                3 => TensorShape.Map(Height, Width, Channels),
                2 => TensorShape.Sequence(Width, Channels),
                _ => TensorShape.Features(Channels),
            };
            CheckScaling(shape);
            return shape;
        }
    }

    /// <summary>The factor and the summand that turn a byte of this channel of the net into its value: value = byte * factor + summand.</summary>
    /// <param name="channel">The channel, in the net's order.</param>
    public (float Factor, float Summand) ByteScaling(int channel)
    {
        double mean = Of(Mean, channel, 0);
        double deviation = Of(StandardDeviation, channel, 1);
        return ((float)(Scale / deviation), (float)(0 - mean / deviation));
    }

    private static double Of(float[] values, int channel, double fallback) =>
        values.Length == 0 ? fallback : values[values.Length == 1 ? 0 : channel];

    private void CheckScaling(TensorShape shape)
    {
        foreach (var (values, name) in new[] { (Mean, nameof(Mean)), (StandardDeviation, nameof(StandardDeviation)) })
            if (values.Length > 1 && values.Length != shape.Channels)
                throw new DeclarationException(FormattableString.Invariant(
                    $"Input's {name} needs one value, or one for each of the {shape.Channels} channels of {shape}; found {values.Length}."));
        for (int channel = 0; channel < Math.Max(1, Math.Max(Mean.Length, StandardDeviation.Length)); channel++)
        {
            var (factor, summand) = ByteScaling(channel);
            if (!(Math.Abs(factor) < float.PositiveInfinity && Math.Abs(summand) < float.PositiveInfinity))
                throw new DeclarationException(FormattableString.Invariant(
                    $"Input's Scale, Mean and StandardDeviation must be finite and the deviation not 0; channel {channel} becomes byte * {factor} + {summand}."));
        }
    }
}
