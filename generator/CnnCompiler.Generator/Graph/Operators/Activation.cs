namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>A function of one value.</summary>
internal sealed record Activation(ActivationKind Kind, float Slope = 0)
{
    /// <summary>
    /// Whether a larger value never becomes a smaller one, bit for bit, so that the largest can be picked first; and whether it is a few vector
    /// instructions, so that it can stand in a kernel's tail without a call.
    /// </summary>
    public bool IsPiecewiseLinear => Kind == ActivationKind.ReLU || (Kind == ActivationKind.LeakyReLU && Slope >= 0);

    public override string ToString() =>
        Kind == ActivationKind.LeakyReLU ? FormattableString.Invariant($"LeakyReLU {Slope}") : Kind.ToString();
}
