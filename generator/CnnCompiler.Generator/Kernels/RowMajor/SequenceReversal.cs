using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Sequences turned round as far as they go.</summary>
internal sealed class SequenceReversal : RuntimeCall<ReverseSequence>
{
    protected override bool Fits(ReverseSequence op, Node node) => node.Inputs[1].Type.Element == ElementType.Int64;

    protected override string Call(ReverseSequence op, Node node) =>
        $"TensorScatter.ReverseSequences({Memory(node)}, {Literal(node.Input.Type.Shape[op.TimeFirst ? 0 : 1])}, {Literal(node.Input.Type.Shape[op.TimeFirst ? 1 : 0])}, " +
        $"{Literal(Strides.Product(node.Input.Type.Shape.Skip(2)))}, timeFirst: {Flag(op.TimeFirst)})";
}
