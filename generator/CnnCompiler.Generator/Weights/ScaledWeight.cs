namespace CnnCompiler.Generator.Weights;

/// <summary>Every value multiplied by one factor.</summary>
internal sealed record ScaledWeight(WeightExpression Operand, float Factor) : WeightExpression
{
    public override IReadOnlyList<int> Shape => Operand.Shape;

    public override IReadOnlyList<WeightExpression> Operands => [Operand];

    public override string Role => Operand.Role;

    public override string Recipe(IReadOnlyList<string> operands) => $"WeightFolding.Scale({operands[0]}, {CSharp.Literal(Factor)})";

    public override string ToString() => $"({Operand} * {CSharp.Literal(Factor)})";
}
