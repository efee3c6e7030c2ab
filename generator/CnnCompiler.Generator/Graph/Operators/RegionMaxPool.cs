namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The largest values of the cells of regions (second operand: count x 5, the map's number first).</summary>
internal sealed record RegionMaxPool(int Rows, int Columns, float Scale) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0].Rank == 4 && inputs[1].Rank == 2 && inputs[1].Shape[1] == 5
        ? new(inputs[0].Element, inputs[1].Shape[0], inputs[0].Channels, Rows, Columns)
        : throw new ArgumentException($"Regions of {inputs[1]} do not fit {inputs[0]}.");

    public override string Describe() => FormattableString.Invariant($"RegionMaxPool {Rows}x{Columns}");
}
