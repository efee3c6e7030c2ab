namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Where along an axis (from 0) the largest or smallest element stands, as int64.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="KeepsAxis">Whether the axis stays, with one element.</param>
/// <param name="Smallest">Whether the smallest element is looked for.</param>
/// <param name="SelectsLast">Whether the last of equal elements counts.</param>
internal sealed record ArgReduce(int Axis, bool KeepsAxis, bool Smallest, bool SelectsLast) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Axis >= 0 && Axis < inputs[0].Rank && inputs[0].Shape[Axis] > 0
        ? new(ElementType.Int64, KeepsAxis
            ? [.. inputs[0].Shape.Select((length, axis) => axis == Axis ? 1 : length)]
            : [.. inputs[0].Shape.Where((_, axis) => axis != Axis)])
        : throw new ArgumentException($"{inputs[0]} has no element to be found along axis {Axis}.");

    public override string Describe() =>
        FormattableString.Invariant($"{(Smallest ? "ArgMin" : "ArgMax")} axis {Axis}{(KeepsAxis ? "" : " dropped")}{(SelectsLast ? " last" : "")}");
}
