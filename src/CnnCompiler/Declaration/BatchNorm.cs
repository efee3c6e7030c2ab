namespace CnnCompiler;

/// <summary>
/// Normalises every channel by its mean and variance, then scales and shifts it: PyTorch's <c>nn.BatchNorm1d</c> and <c>nn.BatchNorm2d</c>.
/// In inference the running statistics are used and the layer is folded into the convolution before it.
/// </summary>
/// <remarks>Ioffe and Szegedy, "Batch Normalization", 2015: y = (x - mean) / sqrt(variance + epsilon) * weight + bias.</remarks>
public sealed class BatchNorm : Layer
{
    /// <summary>Added to the variance; 1e-5 by default, above 0.</summary>
    public float Epsilon { get; init; } = 1e-5f;

    /// <summary>The share of a new batch in the running statistics; 0.1 by default, between 0 and 1.</summary>
    public float Momentum { get; init; } = 0.1f;

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input)
    {
        if (!(Epsilon > 0 && Epsilon < float.PositiveInfinity))
            throw new DeclarationException(FormattableString.Invariant($"BatchNorm's Epsilon must be above 0 and finite; found {Epsilon}."));
        if (!(Momentum >= 0 && Momentum <= 1))
            throw new DeclarationException(FormattableString.Invariant($"BatchNorm's Momentum must lie between 0 and 1; found {Momentum}."));
        return input;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters(TensorShape input)
    {
        int[] shape = [input.Channels];
        return
        [
            new("weight", shape), new("bias", shape),
            new("running_mean", shape, Trainable: false), new("running_var", shape, Trainable: false),
        ];
    }
}
