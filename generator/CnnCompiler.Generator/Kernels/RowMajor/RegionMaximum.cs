using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>The largest values of regions of maps.</summary>
internal sealed class RegionMaximum : RuntimeCall<RegionMaxPool>
{
    protected override bool Fits(RegionMaxPool op, Node node) => node.Inputs.All(input => input.Type.Element == ElementType.Float32);

    protected override string Call(RegionMaxPool op, Node node) =>
        $"RegionPooling.Largest({Memory(node)}, {Literal(node.Input.Type.Batch)}, {Literal(node.Input.Type.Channels)}, {Literal(node.Input.Type.Height)}, {Literal(node.Input.Type.Width)}, " +
        $"{Literal(node.Output.Type.Batch)}, {Literal(op.Rows)}, {Literal(op.Columns)}, {Literal(op.Scale)})";
}
