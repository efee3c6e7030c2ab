namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Pieces of the input along an axis (from 0), one output for each length; lengths may be 0.</summary>
internal sealed record Split(int Axis, EquatableArray<int> Lengths) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => InferAll(inputs)[0];

    public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs) =>
        Axis >= 0 && Axis < inputs[0].Rank && Lengths.Count > 0 && Lengths.All(length => length >= 0) && Lengths.Sum() == inputs[0].Shape[Axis]
            ? [.. Lengths.Select(length => new TensorType(inputs[0].Element, [.. inputs[0].Shape.Select((old, axis) => axis == Axis ? length : old)]))]
            : throw new ArgumentException($"{inputs[0]} cannot be split along axis {Axis} into pieces of {string.Join(", ", Lengths)}.");

    public override string Describe() => FormattableString.Invariant($"Split axis {Axis} into {string.Join(",", Lengths)}");
}
