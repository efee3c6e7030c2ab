namespace CnnCompiler.Generator.Weights;

/// <summary>The one kernel that does what two linear convolutions in a row do: the article's (M * F1) * F2 = M * (F1 * F2).</summary>
/// <param name="First">out x in x height x width of the convolution that comes first.</param>
/// <param name="Second">The same of the one behind it.</param>
/// <param name="StrideHeight">The first one's stride down.</param>
/// <param name="StrideWidth">The first one's stride across.</param>
internal sealed record ComposedKernel(WeightExpression First, WeightExpression Second, int StrideHeight, int StrideWidth) : WeightExpression
{
    public override IReadOnlyList<int> Shape =>
    [
        Second.Shape[0], First.Shape[1], (Second.Shape[2] - 1) * StrideHeight + First.Shape[2], (Second.Shape[3] - 1) * StrideWidth + First.Shape[3],
    ];

    public override IReadOnlyList<WeightExpression> Operands => [First, Second];

    public override string Role => "kernel";

    public override string Recipe(IReadOnlyList<string> operands) =>
        $"WeightFolding.ComposeKernels({operands[0]}, [{List(First.Shape)}], {operands[1]}, [{List(Second.Shape)}], {Number(StrideHeight)}, {Number(StrideWidth)})";

    public override string ToString() => $"({First} * {Second})";
}
