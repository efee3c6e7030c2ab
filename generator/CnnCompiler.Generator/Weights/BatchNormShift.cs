namespace CnnCompiler.Generator.Weights;

/// <summary>What batch normalisation adds behind a layer with a bias: (layer's bias - mean) * scale + bias.</summary>
internal sealed record BatchNormShift(WeightExpression Bias, WeightExpression Mean, WeightExpression Scale, WeightExpression? LayerBias) : WeightExpression
{
    public override IReadOnlyList<int> Shape => Bias.Shape;

    public override IReadOnlyList<WeightExpression> Operands => LayerBias is null ? [Bias, Mean, Scale] : [Bias, Mean, Scale, LayerBias];

    public override string Role => "shift";

    public override string Recipe(IReadOnlyList<string> operands) => $"WeightFolding.BatchNormShift({string.Join(", ", operands)})";

    public override string ToString() => $"shift({string.Join(", ", Operands)})";
}
