namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Slices of the first operand along an axis (from 0), those that the indices of the second operand name; negative indices count from the
/// end.</summary>
internal sealed record Gather(int Axis) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Axis >= 0 && Axis < inputs[0].Rank
        ? new(inputs[0].Element, [.. inputs[0].Shape.Take(Axis), .. inputs[1].Shape, .. inputs[0].Shape.Skip(Axis + 1)])
        : throw new ArgumentException($"There is no axis {Axis} in {inputs[0]}.");

    public override string Describe() => FormattableString.Invariant($"Gather axis {Axis}");
}
