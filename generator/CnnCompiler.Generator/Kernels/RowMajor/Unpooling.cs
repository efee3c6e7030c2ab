using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Values back where they stood before pooling.</summary>
internal sealed class Unpooling : RuntimeCall<MaxUnpool>
{
    protected override bool Fits(MaxUnpool op, Node node) => node.Input.Type.Element == ElementType.Float32 && node.Inputs[1].Type.Element == ElementType.Int64;

    protected override string Call(MaxUnpool op, Node node) =>
        $"RegionPooling.Unpool({Memory(node)}, {Literal(node.Input.Type.Length)}, {List(op.Indexed)}, {List(op.Shape)})";
}
