namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The largest or smallest elements along an axis (from 0), in order, and where they stood (int64); of equal ones the first comes first.</summary>
internal sealed record TopK(int Axis, int Count, bool Largest) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Axis >= 0 && Axis < inputs[0].Rank && Count >= 0 && Count <= inputs[0].Shape[Axis]
        ? new(inputs[0].Element, [.. inputs[0].Shape.Select((length, axis) => axis == Axis ? Count : length)])
        : throw new ArgumentException($"{inputs[0]} does not have {Count} elements along axis {Axis}.");

    public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs)
    {
        var values = Infer(inputs);
        return [values, new(ElementType.Int64, [.. values.Shape])];
    }

    public override string Describe() => FormattableString.Invariant($"TopK {Count} axis {Axis}{(Largest ? "" : " smallest")}");
}
