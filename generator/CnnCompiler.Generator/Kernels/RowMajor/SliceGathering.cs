using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Slices at places that tuples of indices name.</summary>
internal sealed class SliceGathering : RuntimeCall<GatherSlices>
{
    protected override bool Fits(GatherSlices op, Node node) => true;

    protected override string Call(GatherSlices op, Node node) =>
        $"TensorScatter.GatherSlices({Memory(node)}, {List(node.Input.Type.Shape.Skip(op.BatchAxes))}, {Literal(Strides.Product(node.Input.Type.Shape.Take(op.BatchAxes)))}, " +
        $"{Literal(Strides.Product(node.Inputs[1].Type.Shape.Skip(op.BatchAxes).Take(node.Inputs[1].Type.Rank - 1 - op.BatchAxes)))}, {Literal(node.Inputs[1].Type.Shape[node.Inputs[1].Type.Rank - 1])})";
}
