namespace CnnCompiler.Generator.Weights;

/// <summary>What batch normalisation multiplies by: weight / sqrt(variance + epsilon).</summary>
internal sealed record BatchNormScale(WeightExpression Weight, WeightExpression Variance, float Epsilon) : WeightExpression
{
    public override IReadOnlyList<int> Shape => Weight.Shape;

    public override IReadOnlyList<WeightExpression> Operands => [Weight, Variance];

    public override string Role => "scale";

    public override string Recipe(IReadOnlyList<string> operands) =>
        $"WeightFolding.BatchNormScale({operands[0]}, {operands[1]}, {CSharp.Literal(Epsilon)})";

    public override string ToString() => $"scale({Weight}, {Variance})";
}
