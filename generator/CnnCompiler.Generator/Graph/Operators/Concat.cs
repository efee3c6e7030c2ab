namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The operands behind one another along an axis (from 0).</summary>
internal sealed record Concat(int Axis) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        int[] shape = [.. inputs[0].Shape];
        if (Axis < 0 || Axis >= shape.Length)
            throw new ArgumentException($"There is no axis {Axis} in {inputs[0]}.");
        foreach (var input in inputs.Skip(1))
            if (input.Rank != shape.Length || input.Shape.Where((length, axis) => axis != Axis && length != shape[axis]).Any())
                throw new ArgumentException($"{inputs[0]} and {input} cannot be joined along axis {Axis}: the other axes differ.");
        shape[Axis] = inputs.Aggregate(0, (sum, input) => checked(sum + input.Shape[Axis]));
        return new(inputs[0].Element, shape);
    }

    public override string Describe() => FormattableString.Invariant($"Concat axis {Axis}");
}
