namespace CnnCompiler.Generator.Weights;

/// <summary>Kernels (out x in x height x width) whose every input channel is multiplied by its own factor.</summary>
internal sealed record ScaledInputs(WeightExpression Kernel, WeightExpression Scale) : WeightExpression
{
    public override IReadOnlyList<int> Shape => Kernel.Shape;

    public override IReadOnlyList<WeightExpression> Operands => [Kernel, Scale];

    public override string Role => "kernel";

    public override string Recipe(IReadOnlyList<string> operands) => $"WeightFolding.ScaleInputs({operands[0]}, {operands[1]}, {Number(Shape[0])})";

    public override string ToString() => $"({Kernel} * inputs {Scale})";
}
