namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The elements along an axis (from 0) divided by the p-th root of the sum of their magnitudes to the power of p, p 1 or 2; zeros stay
/// zeros.</summary>
internal sealed record LpNormalization(int Axis, int Power) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Axis >= 0 && Axis < inputs[0].Rank && Power is 1 or 2 ? inputs[0]
        : throw new ArgumentException($"{inputs[0]} cannot be normalised along axis {Axis} with the power {Power}; only 1 and 2 are defined.");

    public override string Describe() => FormattableString.Invariant($"LpNormalization axis {Axis} power {Power}");
}
