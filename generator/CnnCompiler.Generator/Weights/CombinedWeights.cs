namespace CnnCompiler.Generator.Weights;

/// <summary>The sum or the product of two weights of one shape, value by value.</summary>
internal sealed record CombinedWeights(WeightExpression Left, WeightExpression Right, bool Multiplies) : WeightExpression
{
    public override IReadOnlyList<int> Shape => Left.Shape;

    public override IReadOnlyList<WeightExpression> Operands => [Left, Right];

    public override string Role => Left.Role;

    public override string Recipe(IReadOnlyList<string> operands) => $"WeightFolding.{(Multiplies ? "Multiply" : "Add")}({operands[0]}, {operands[1]})";

    public override string ToString() => $"({Left} {(Multiplies ? "*" : "+")} {Right})";
}
