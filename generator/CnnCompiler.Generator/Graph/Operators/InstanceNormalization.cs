namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Each channel of each image of N x C x ... brought to mean 0 and variance 1, then scaled and shifted; operands x, scale[C], bias[C].</summary>
internal sealed record InstanceNormalization(float Epsilon) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0].Rank >= 2 ? inputs[0]
        : throw new ArgumentException($"A normalisation of channels needs N x C x ...; found {inputs[0]}.");

    public override string Describe() => FormattableString.Invariant($"InstanceNormalization epsilon {Epsilon}");
}
