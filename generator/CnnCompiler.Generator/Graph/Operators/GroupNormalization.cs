namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>
/// Each group of neighbouring channels of each image brought to mean 0 and variance 1, then scaled and shifted; operands x, scale, bias, which have one
/// element for
/// each channel (opset 21) or each group (opset 18).
/// </summary>
internal sealed record GroupNormalization(int Groups, float Epsilon) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        inputs[0].Rank >= 2 && Groups > 0 && inputs[0].Channels % Groups == 0 && (inputs[1].Length == inputs[0].Channels || inputs[1].Length == Groups)
            ? inputs[0]
            : throw new ArgumentException($"The channels of {inputs[0]} cannot be normalised in {Groups} groups with {inputs[1].Length} scales.");

    public override string Describe() => FormattableString.Invariant($"GroupNormalization groups {Groups} epsilon {Epsilon}");
}
