namespace CnnCompiler.Generator.Weights;

/// <summary>A single value as many times as there are channels.</summary>
internal sealed record RepeatedWeight(WeightExpression Operand, int Count) : WeightExpression
{
    public override IReadOnlyList<int> Shape => [Count];

    public override IReadOnlyList<WeightExpression> Operands => [Operand];

    public override string Role => Operand.Role;

    public override string Recipe(IReadOnlyList<string> operands) => $"WeightFolding.Repeat({operands[0]}, {Number(Count)})";

    public override string ToString() => $"repeat({Operand}, {Number(Count)})";
}
