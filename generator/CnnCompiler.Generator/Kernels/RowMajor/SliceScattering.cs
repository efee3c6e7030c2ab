using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Slices written to places that tuples of indices name.</summary>
internal sealed class SliceScattering : RuntimeCall<ScatterSlices>
{
    protected override bool Fits(ScatterSlices op, Node node) => op.Reduction == Scattering.None || node.Input.Type.Element != ElementType.Boolean;

    protected override string Call(ScatterSlices op, Node node) =>
        $"TensorScatter.Slices({Memory(node)}, {List(node.Input.Type.Shape)}, {Literal(Strides.Product(node.Inputs[1].Type.Shape.Take(node.Inputs[1].Type.Rank - 1)))}, " +
        $"{Literal(node.Inputs[1].Type.Shape[node.Inputs[1].Type.Rank - 1])}, ScatterReduction.{op.Reduction})";
}
