using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Pixels at places that a grid names.</summary>
internal sealed class GridSamples : RuntimeCall<GridSample>
{
    protected override bool Fits(GridSample op, Node node) => node.Inputs.All(input => input.Type.Element == ElementType.Float32);

    protected override string Call(GridSample op, Node node) =>
        $"GridSampling.Sample({Memory(node)}, {Literal(node.Input.Type.Batch)}, {Literal(node.Input.Type.Channels)}, {List(node.Input.Type.Shape.Skip(2))}, " +
        $"{Literal(Strides.Product(node.Output.Type.Shape.Skip(2)))}, GridInterpolation.{op.Interpolation}, GridPadding.{op.Padding}, alignsCorners: {Flag(op.AlignsCorners)})";
}
