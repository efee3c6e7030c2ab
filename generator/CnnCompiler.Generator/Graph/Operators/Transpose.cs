namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Axis i of the output is axis <paramref name="Permutation"/>[i] of the input.</summary>
internal sealed record Transpose(EquatableArray<int> Permutation) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        Permutation.Count == inputs[0].Rank && Permutation.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, Permutation.Count))
            ? new(inputs[0].Element, [.. Permutation.Select(axis => inputs[0].Shape[axis])])
            : throw new ArgumentException($"[{string.Join(", ", Permutation)}] is no order of the {inputs[0].Rank} axes.");

    public override string Describe() => $"Transpose {string.Join(",", Permutation)}";
}
