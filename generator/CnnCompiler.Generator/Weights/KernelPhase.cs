namespace CnnCompiler.Generator.Weights;

/// <summary>Some taps of every filter (out x in / groups x height x width): along each axis those that a phase
/// of a transposed convolution reads, backwards.</summary>
/// <param name="Filters">The filters.</param>
/// <param name="Rows">Along the rows the first tap, the step to the next and their number.</param>
/// <param name="Columns">The same along the columns.</param>
internal sealed record KernelPhase(WeightExpression Filters, (int First, int Step, int Count) Rows, (int First, int Step, int Count) Columns) : WeightExpression
{
    public override IReadOnlyList<int> Shape => [Filters.Shape[0], Filters.Shape[1], Rows.Count, Columns.Count];

    public override IReadOnlyList<WeightExpression> Operands => [Filters];

    public override string Role => "kernel";

    public override string Recipe(IReadOnlyList<string> operands)
    {
        int columns = Filters.Shape[Filters.Shape.Count - 1];
        int rows = Filters.Shape.Count == 3 ? 1 : Filters.Shape[2];
        return $"WeightFolding.Taps({operands[0]}, [{Number(rows)}, {Number(columns)}], " +
            $"[{List([Rows.First, Rows.Step, Rows.Count])}], [{List([Columns.First, Columns.Step, Columns.Count])}])";
    }

    public override string ToString() => $"taps({Filters}, {string.Join(",", Describe(Rows).Concat(Describe(Columns)))})";

    private static IEnumerable<string> Describe((int First, int Step, int Count) axis) => [Number(axis.First), Number(axis.Step), Number(axis.Count)];
}
