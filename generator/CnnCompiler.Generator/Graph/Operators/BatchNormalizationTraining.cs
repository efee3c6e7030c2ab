namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>
/// Each channel of N x C x ... brought to mean 0 and variance 1 over the batch, then scaled and shifted; operands x, scale, bias, mean, variance. The
/// outputs are the
/// result and the running mean and variance: old * momentum + new * (1 - momentum).
/// </summary>
internal sealed record BatchNormalizationTraining(float Epsilon, float Momentum) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0].Rank >= 2 && inputs.Skip(1).All(input => input.Length == inputs[0].Channels)
        ? inputs[0]
        : throw new ArgumentException($"Batch normalisation of {inputs[0]} needs one value for each channel in the other operands; found {string.Join(", ", inputs.Skip(1))}.");

    public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs) => [Infer(inputs), inputs[3], inputs[4]];

    public override string Describe() => FormattableString.Invariant($"BatchNormalizationTraining epsilon {Epsilon} momentum {Momentum}");
}
