namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>
/// All elements from an axis (from 0) on brought to mean 0 and variance 1, then scaled and shifted; operands x, scale and perhaps bias, stretched to x. The
/// outputs are the
/// result, the mean and one over the standard deviation, the last two with one element on each normalised axis.
/// </summary>
internal sealed record LayerNormalization(int Axis, float Epsilon) : Operator
{
    /// <summary>Whether the mean is left where it is, and the values are only divided by their root mean square (RMSNormalization); there is one output
    /// then.</summary>
    public bool KeepsMean { get; init; }

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        Axis >= 0 && Axis < inputs[0].Rank && inputs.Skip(1).All(input => Broadcasting.Shape([input, inputs[0]]).SequenceEqual(inputs[0].Shape))
            ? inputs[0]
            : throw new ArgumentException($"{inputs[0]} cannot be normalised from axis {Axis} on with operands {string.Join(", ", inputs.Skip(1))}.");

    public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs)
    {
        if (KeepsMean)
            return [Infer(inputs)];
        var statistics = new TensorType(inputs[0].Element, [.. inputs[0].Shape.Select((length, axis) => axis < Axis ? length : 1)]);
        return [Infer(inputs), statistics, statistics];
    }

    public override string Describe() =>
        FormattableString.Invariant($"{(KeepsMean ? "RMSNormalization" : "LayerNormalization")} axis {Axis} epsilon {Epsilon}");
}
