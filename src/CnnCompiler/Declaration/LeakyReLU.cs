namespace CnnCompiler;

/// <summary>Keeps what is positive and shrinks the rest: x where x is positive, otherwise slope * x.</summary>
/// <param name="slope">The factor for negative values; finite, 0.01 by default.</param>
public sealed class LeakyReLU(float slope = 0.01f) : ActivationLayer
{
    /// <summary>The factor for negative values.</summary>
    public float Slope { get; } = slope;

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) => Slope > float.NegativeInfinity && Slope < float.PositiveInfinity
        ? input
        : throw new DeclarationException(FormattableString.Invariant($"LeakyReLU's slope must be finite; found {Slope}."));
}
