namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The input repeated along each axis.</summary>
internal sealed record Tile(EquatableArray<int> Repeats) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Repeats.Count == inputs[0].Rank && Repeats.All(count => count >= 0)
        ? new(inputs[0].Element, [.. inputs[0].Shape.Select((length, axis) => checked(length * Repeats[axis]))])
        : throw new ArgumentException($"{inputs[0]} cannot be repeated [{string.Join(", ", Repeats)}] times: one count for each axis, none negative.");

    public override string Describe() => $"Tile {string.Join("x", Repeats)}";
}
