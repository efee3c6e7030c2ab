namespace CnnCompiler;

/// <summary>
/// What the bytes of an image mean to an ONNX model with one input of 1 x channels x height x width; such a model then has a <c>Predict</c> that takes the
/// bytes, in height x width x channels order. A byte b of channel c stands for <c>(b * Scale - Mean[c]) / StandardDeviation[c]</c>, as <see cref="Input"/> has it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class Image : Attribute
{
    /// <summary>What a byte is multiplied by; 1 by default, often 1f / 255.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>What is then subtracted, for each channel of the net or one value for all; 0 by default.</summary>
    public float[] Mean { get; init; } = [];

    /// <summary>What the difference is then divided by, for each channel of the net or one value for all; 1 by default.</summary>
    public float[] StandardDeviation { get; init; } = [];

    /// <summary>The order of the channels in the bytes.</summary>
    public ChannelOrder Order { get; init; }
}
