namespace CnnCompiler.Generator.Weights;

/// <summary>
/// The kernels of a transposed convolution (in x out / groups x ...) as those of a convolution (out x in / groups x ...), or the other way round: within each
/// group, the first two axes change places.
/// </summary>
internal sealed record SwappedKernel : WeightExpression
{
    private SwappedKernel(WeightExpression operand, int groups) => (Operand, Groups) = (operand, groups);

    public WeightExpression Operand { get; }

    public int Groups { get; }

    public override IReadOnlyList<int> Shape => [Operand.Shape[1] * Groups, Operand.Shape[0] / Groups, .. Operand.Shape.Skip(2)];

    public override IReadOnlyList<WeightExpression> Operands => [Operand];

    public override string Role => "kernel";

    /// <summary>The swapped kernels; those that were swapped before are what they were.</summary>
    public static WeightExpression Of(WeightExpression operand, int groups) =>
        operand is SwappedKernel swapped && swapped.Groups == groups ? swapped.Operand : new SwappedKernel(operand, groups);

    public override string Recipe(IReadOnlyList<string> operands)
    {
        int taps = Operand.Shape.Skip(2).Aggregate(1, (product, axis) => product * axis);
        return $"WeightFolding.Transpose({operands[0]}, [{List([Groups, Operand.Shape[0] / Groups, Operand.Shape[1], taps])}], [0, 2, 1, 3])";
    }

    public override string ToString() => $"swap({Operand}{(Groups == 1 ? "" : ", " + Number(Groups))})";
}
