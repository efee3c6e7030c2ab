namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>A function of one value.</summary>
internal sealed record Activation(ActivationKind Kind, float Slope = 0)
{
    /// <summary>The least value that <see cref="ActivationKind.Clip"/> lets through; may be negative infinity.</summary>
    public float Low { get; init; } = float.NegativeInfinity;

    /// <summary>The greatest value that <see cref="ActivationKind.Clip"/> lets through; may be infinity.</summary>
    public float High { get; init; } = float.PositiveInfinity;

    /// <summary>
    /// Whether a larger value never becomes a smaller one, bit for bit, so that the largest can be picked first; and whether it is a few vector
    /// instructions, so that it can stand in a kernel's tail without a call.
    /// </summary>
    public bool IsPiecewiseLinear => Kind is ActivationKind.ReLU or ActivationKind.Clip || (Kind == ActivationKind.LeakyReLU && Slope >= 0);

    public override string ToString() => Kind switch
    {
        ActivationKind.LeakyReLU => FormattableString.Invariant($"LeakyReLU {Slope}"),
        ActivationKind.Quantize => FormattableString.Invariant($"Quantize {Slope} from {Low} to {High}"),
        ActivationKind.Clip => FormattableString.Invariant($"Clip {Low} {High}"),
        _ => Kind.ToString(),
    };
}
