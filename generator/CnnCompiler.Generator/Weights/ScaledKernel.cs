namespace CnnCompiler.Generator.Weights;

/// <summary>A kernel whose every filter is multiplied by its own factor.</summary>
internal sealed record ScaledKernel(WeightExpression Kernel, WeightExpression Scale) : WeightExpression
{
    public override IReadOnlyList<int> Shape => Kernel.Shape;

    public override IReadOnlyList<WeightExpression> Operands => [Kernel, Scale];

    public override string Role => "kernel";

    public override string Recipe(IReadOnlyList<string> operands) => $"WeightFolding.ScaleFilters({operands[0]}, {operands[1]})";

    public override string ToString() => $"({Kernel} * {Scale})";
}
