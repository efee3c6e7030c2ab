namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The sum of all elements along an axis (from 0) up to each.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Exclusive">Whether the element itself is left out.</param>
/// <param name="Reverse">Whether the sum runs from the end.</param>
internal sealed record CumulativeSum(int Axis, bool Exclusive, bool Reverse) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Axis >= 0 && Axis < inputs[0].Rank
        ? inputs[0]
        : throw new ArgumentException($"There is no axis {Axis} in {inputs[0]}.");

    public override string Describe() =>
        FormattableString.Invariant($"CumulativeSum axis {Axis}{(Exclusive ? " exclusive" : "")}{(Reverse ? " reverse" : "")}");
}
