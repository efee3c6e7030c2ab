namespace CnnCompiler;

/// <summary>Weighted sums of all features: PyTorch's <c>nn.Linear</c>.</summary>
/// <param name="units">The number of outputs; at least 1.</param>
public sealed class Dense(int units) : Layer
{
    /// <summary>The number of outputs.</summary>
    public int Units { get; } = units;

    /// <summary>Whether every output adds a learned constant; true by default.</summary>
    public bool Bias { get; init; } = true;

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input)
    {
        if (input.Rank != 1)
            throw new DeclarationException($"Dense works on a list of features, but its input is {input}: put Flatten before it.");
        if (Units < 1)
            throw new DeclarationException(FormattableString.Invariant($"Dense needs at least 1 unit; found {Units}."));
        if ((long)Units * input.Channels > TensorShape.MaxLength)
            throw new DeclarationException(FormattableString.Invariant(
                $"Dense would have {(long)Units * input.Channels} weights; at most {TensorShape.MaxLength} can be compiled."));
        return TensorShape.Features(Units);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters(TensorShape input)
    {
        var weight = new LayerParameter("weight", [Units, input.Channels]);
        return Bias ? [weight, new LayerParameter("bias", [Units])] : [weight];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(TensorShape input) => (long)Units * input.Channels;
}
