using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Weights;

/// <summary>The same values under other axes.</summary>
internal sealed record Reshaped(WeightExpression Operand, EquatableArray<int> Axes) : WeightExpression
{
    public override IReadOnlyList<int> Shape => Axes;

    public override IReadOnlyList<WeightExpression> Operands => [Operand];

    public override ElementType Element => Operand.Element;

    public override string Role => Operand.Role;

    public override string Recipe(IReadOnlyList<string> operands) => operands[0];

    public override string ToString() => $"{Operand} as [{string.Join("x", Shape.Select(Number))}]";
}
