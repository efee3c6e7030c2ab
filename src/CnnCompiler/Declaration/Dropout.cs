namespace CnnCompiler;

/// <summary>In training, sets a random share of the values to zero and scales up the rest; in inference it is not there at all.</summary>
/// <param name="rate">The share of values set to zero: at least 0, below 1; 0.5 by default.</param>
/// <remarks>Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014, in its inverted form.</remarks>
public sealed class Dropout(float rate = 0.5f) : Layer
{
    /// <summary>The share of values set to zero.</summary>
    public float Rate { get; } = rate;

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) => Rate >= 0 && Rate < 1
        ? input
        : throw new DeclarationException(FormattableString.Invariant($"Dropout's rate must be at least 0 and below 1; found {Rate}."));
}
