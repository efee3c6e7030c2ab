namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Regions (second operand: count x 4) of maps, the one that the third operand names, brought to one size by sampling.</summary>
/// <param name="Rows">The height of the result.</param>
/// <param name="Columns">The width of the result.</param>
/// <param name="Samples">Samples of a cell down and across; 0 for as many as a cell has pixels.</param>
/// <param name="Scale">Pixels of the map for one of the regions' units.</param>
/// <param name="HalfPixel">Whether pixels are counted from their centres.</param>
/// <param name="Largest">Whether a cell is the largest of its samples, not their mean.</param>
internal sealed record RegionAlign(int Rows, int Columns, int Samples, float Scale, bool HalfPixel, bool Largest) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        inputs[0].Rank == 4 && inputs[1].Rank == 2 && inputs[1].Shape[1] == 4 && inputs[2].Shape.SequenceEqual([inputs[1].Shape[0]])
            ? new(inputs[0].Element, inputs[1].Shape[0], inputs[0].Channels, Rows, Columns)
            : throw new ArgumentException($"Regions of {inputs[1]} with maps of {inputs[2]} do not fit {inputs[0]}.");

    public override string Describe() => FormattableString.Invariant($"RegionAlign {Rows}x{Columns}{(Largest ? " largest" : "")}");
}
