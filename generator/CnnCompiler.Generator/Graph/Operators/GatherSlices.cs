namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The slices of the first operand that the tuples of indices in the second name; the first axes of both may be batches.</summary>
internal sealed record GatherSlices(int BatchAxes) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var (data, indices) = (inputs[0], inputs[1]);
        int length = indices.Rank == 0 ? -1 : indices.Shape[indices.Rank - 1];
        return BatchAxes >= 0 && BatchAxes < indices.Rank && length >= 0 && BatchAxes + length <= data.Rank
            && indices.Shape.Take(BatchAxes).SequenceEqual(data.Shape.Take(BatchAxes))
            ? new(data.Element, [.. indices.Shape.Take(indices.Rank - 1), .. data.Shape.Skip(BatchAxes + length)])
            : throw new ArgumentException($"Slices of {data} cannot be gathered by indices of {indices} with {BatchAxes} batch axes.");
    }

    public override string Describe() => FormattableString.Invariant($"GatherSlices{(BatchAxes == 0 ? "" : $" batches {BatchAxes}")}");
}
