using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Elements written to places that indices name.</summary>
internal sealed class ElementScattering : RuntimeCall<ScatterElements>
{
    protected override bool Fits(ScatterElements op, Node node) => op.Reduction == Scattering.None || node.Input.Type.Element != ElementType.Boolean;

    protected override string Call(ScatterElements op, Node node) =>
        $"TensorScatter.Elements({Memory(node)}, {List(node.Input.Type.Shape)}, {List(node.Inputs[1].Type.Shape)}, {Literal(op.Axis)}, ScatterReduction.{op.Reduction})";
}
