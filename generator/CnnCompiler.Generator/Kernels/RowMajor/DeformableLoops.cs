using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Taps read between pixels, where their offsets move them.</summary>
internal sealed class DeformableLoops : RuntimeCall<DeformableConvolution>
{
    protected override bool Fits(DeformableConvolution op, Node node) => node.Inputs.All(input => input.Type.Element == ElementType.Float32);

    protected override string Call(DeformableConvolution op, Node node) =>
        $"DeformableMath.Convolve(ref input0, ref input1, ref input2, {(op.HasBias ? "ref input3" : None)}, {(op.HasMask ? "ref input" + Literal(node.Inputs.Count - 1) : None)}, ref output0, " +
        $"({Literal(node.Input.Type.Batch)}, {Literal(node.Input.Type.Channels)}, {Literal(node.Input.Type.Height)}, {Literal(node.Input.Type.Width)}), " +
        $"({Literal(node.Output.Type.Channels)}, {Literal(node.Output.Type.Height)}, {Literal(node.Output.Type.Width)}), " +
        $"{Literal(op.Groups)}, {Literal(op.OffsetGroups)}, {Window(op.Rows)}, {Window(op.Columns)})";

    private const string None = "ref Unsafe.NullRef<float>()";
}
