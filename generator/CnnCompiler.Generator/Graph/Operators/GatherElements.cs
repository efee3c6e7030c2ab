namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>For each element of the second operand, the element of the first at the same place but for the axis (from 0), where the index says which.</summary>
internal sealed record GatherElements(int Axis) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        Axis >= 0 && Axis < inputs[0].Rank && inputs[1].Rank == inputs[0].Rank
            && !inputs[1].Shape.Where((length, axis) => axis != Axis && length > inputs[0].Shape[axis]).Any()
            ? new(inputs[0].Element, [.. inputs[1].Shape])
            : throw new ArgumentException($"Elements of {inputs[0]} cannot be gathered along axis {Axis} by indices of {inputs[1]}.");

    public override string Describe() => FormattableString.Invariant($"GatherElements axis {Axis}");
}
