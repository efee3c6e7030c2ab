namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>x / (bias + alpha / size * sum of the squares of size neighbouring channels) ^ beta (Krizhevsky et al. 2012, section 3.3).</summary>
internal sealed record LocalResponseNormalization(int Size, float Alpha, float Beta, float Bias) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0].Rank >= 2 && Size > 0 ? inputs[0]
        : throw new ArgumentException($"A normalisation across {Size} channels needs N x C x ... and a size above 0; found {inputs[0]}.");

    public override string Describe() => FormattableString.Invariant($"LocalResponseNormalization {Size} alpha {Alpha} beta {Beta} bias {Bias}");
}
