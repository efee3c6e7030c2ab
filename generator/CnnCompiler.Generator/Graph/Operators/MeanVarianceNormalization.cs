namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>(x - mean) / (deviation + 1e-9) over some axes (from 0), ascending.</summary>
internal sealed record MeanVarianceNormalization(EquatableArray<int> Axes) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Axes.All(axis => axis >= 0 && axis < inputs[0].Rank) ? inputs[0]
        : throw new ArgumentException($"{inputs[0]} cannot be normalised over the axes {string.Join(", ", Axes)}.");

    public override string Describe() => $"MeanVarianceNormalization axes {string.Join(",", Axes)}";
}
