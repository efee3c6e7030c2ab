using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Regions of maps at one size, by sampling.</summary>
internal sealed class RegionSamples : RuntimeCall<RegionAlign>
{
    protected override bool Fits(RegionAlign op, Node node) => node.Input.Type.Element == ElementType.Float32 && node.Inputs[1].Type.Element == ElementType.Float32 && node.Inputs[2].Type.Element == ElementType.Int64;

    protected override string Call(RegionAlign op, Node node) =>
        $"RegionPooling.Align({Memory(node)}, {Literal(node.Input.Type.Batch)}, {Literal(node.Input.Type.Channels)}, {Literal(node.Input.Type.Height)}, {Literal(node.Input.Type.Width)}, " +
        $"{Literal(node.Output.Type.Batch)}, {Literal(op.Rows)}, {Literal(op.Columns)}, {Literal(op.Samples)}, {Literal(op.Scale)}, {Literal(op.HalfPixel ? 0.5f : 0f)}, largest: {Flag(op.Largest)})";
}
