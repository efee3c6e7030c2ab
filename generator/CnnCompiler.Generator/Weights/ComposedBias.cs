namespace CnnCompiler.Generator.Weights;

/// <summary>The first convolution's bias seen through the second, plus the second's own.</summary>
internal sealed record ComposedBias(WeightExpression FirstBias, WeightExpression Second, WeightExpression? SecondBias) : WeightExpression
{
    public override IReadOnlyList<int> Shape => [Second.Shape[0]];

    public override IReadOnlyList<WeightExpression> Operands => SecondBias is null ? [FirstBias, Second] : [FirstBias, Second, SecondBias];

    public override string Role => "bias";

    public override string Recipe(IReadOnlyList<string> operands) =>
        $"WeightFolding.ComposeBias({operands[0]}, {operands[1]}, {Number(Second.Shape[0])}{(operands.Count > 2 ? ", " + operands[2] : "")})";

    public override string ToString() => $"bias({string.Join(", ", Operands)})";
}
