namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>One value from all elements along some axes; over no axes, a function of each element by itself. Global pools are such reductions.</summary>
/// <param name="Kind">What is made of the elements.</param>
/// <param name="Axes">The axes (from 0), ascending.</param>
/// <param name="KeepsAxes">Whether the reduced axes stay, with one element each.</param>
internal sealed record Reduce(ReductionKind Kind, EquatableArray<int> Axes, bool KeepsAxes) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var input = inputs[0];
        if (Axes.Any(axis => axis < 0 || axis >= input.Rank) || Axes.Distinct().Count() != Axes.Count)
            throw new ArgumentException($"{input} cannot be reduced over the axes {string.Join(", ", Axes)}.");
        if (input.Element == ElementType.Boolean && Kind is not (ReductionKind.Maximum or ReductionKind.Minimum))
            throw new ArgumentException($"{Kind} is not defined for {input}.");
        return new(input.Element, KeepsAxes
            ? [.. input.Shape.Select((length, axis) => Axes.Contains(axis) ? 1 : length)]
            : [.. input.Shape.Where((_, axis) => !Axes.Contains(axis))]);
    }

    public override string Describe() => $"Reduce{Kind} axes {string.Join(",", Axes)}{(KeepsAxes ? "" : " dropped")}";
}
