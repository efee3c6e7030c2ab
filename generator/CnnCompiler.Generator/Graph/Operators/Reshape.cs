namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The same values in the same row-major order under other axes; flattening a map puts them in channel, row, column order.</summary>
internal sealed record Reshape(EquatableArray<int> Axes) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => new(inputs[0].Element, [.. Axes]);

    public override string Describe() => "Reshape";
}
