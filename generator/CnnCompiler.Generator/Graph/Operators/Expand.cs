namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The input stretched to a shape, axes of one element repeated; the shape is that of the output.</summary>
internal sealed record Expand(EquatableArray<int> Shape) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var type = new TensorType(inputs[0].Element, [.. Shape]);
        return Broadcasting.Shape([inputs[0], type]).SequenceEqual(Shape) ? type
            : throw new ArgumentException($"{inputs[0]} cannot be stretched to [{string.Join(", ", Shape)}].");
    }

    public override string Describe() => $"Expand {string.Join("x", Shape)}";
}
