using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Weights;

/// <summary>The values under other axes: axis i is axis <paramref name="Permutation"/>[i] of the operand.</summary>
internal sealed record TransposedWeight(WeightExpression Operand, EquatableArray<int> Permutation) : WeightExpression
{
    public override IReadOnlyList<int> Shape => [.. Permutation.Select(axis => Operand.Shape[axis])];

    public override IReadOnlyList<WeightExpression> Operands => [Operand];

    public override ElementType Element => Operand.Element;

    public override string Role => Operand.Role;

    public override string Recipe(IReadOnlyList<string> operands) =>
        $"WeightFolding.Transpose({operands[0]}, [{List(Operand.Shape)}], [{List(Permutation)}])";

    public override string ToString() => $"transpose({Operand}, {string.Join(",", Permutation)})";
}
