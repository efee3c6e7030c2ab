namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Zeros, and the values of the first operand where the indices of the second say they stood before pooling.</summary>
/// <param name="Indexed">The shape that the indices count in.</param>
/// <param name="Shape">The shape of the result.</param>
internal sealed record MaxUnpool(EquatableArray<int> Indexed, EquatableArray<int> Shape) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        inputs[0].Shape.SequenceEqual(inputs[1].Shape) && Indexed.Count == inputs[0].Rank && Shape.Count == inputs[0].Rank
            ? new(inputs[0].Element, [.. Shape])
            : throw new ArgumentException($"{inputs[0]} with indices of {inputs[1]} cannot be unpooled to [{string.Join(", ", Shape)}].");

    public override string Describe() => $"MaxUnpool [{string.Join(", ", Shape)}]";
}
