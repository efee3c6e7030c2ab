namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>alpha * A * B + beta * C for matrices; C, where there is one, is stretched to the product's shape.</summary>
internal sealed record Gemm(float Alpha, float Beta, bool TransposesA, bool TransposesB) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var (a, b) = (inputs[0], inputs[1]);
        if (a.Rank != 2 || b.Rank != 2 || a.Shape[TransposesA ? 0 : 1] != b.Shape[TransposesB ? 1 : 0])
            throw new ArgumentException($"{a}{(TransposesA ? " transposed" : "")} and {b}{(TransposesB ? " transposed" : "")} cannot be multiplied as matrices.");
        var product = new TensorType(a.Element, a.Shape[TransposesA ? 1 : 0], b.Shape[TransposesB ? 0 : 1]);
        if (inputs.Count > 2 && !Broadcasting.Shape([inputs[2], product]).SequenceEqual(product.Shape))
            throw new ArgumentException($"{inputs[2]} cannot be stretched to the product {product}.");
        return product;
    }

    public override string Describe() =>
        FormattableString.Invariant($"Gemm{(Alpha == 1 ? "" : $" alpha {Alpha}")}{(Beta == 1 ? "" : $" beta {Beta}")}") +
        (TransposesA ? " A transposed" : "") + (TransposesB ? " B transposed" : "");
}
