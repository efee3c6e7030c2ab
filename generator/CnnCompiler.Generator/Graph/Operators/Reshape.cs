namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The same values in the same row-major order under other axes; flattening a map puts them in channel, row, column order.</summary>
internal sealed record Reshape(EquatableArray<int> Axes) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var type = new TensorType(inputs[0].Element, [.. Axes]);
        return type.Length == inputs[0].Length ? type
            : throw new ArgumentException($"{inputs[0]} has {inputs[0].Length} values and cannot take the shape [{string.Join(", ", Axes)}].");
    }

    public override string Describe() => "Reshape";
}
