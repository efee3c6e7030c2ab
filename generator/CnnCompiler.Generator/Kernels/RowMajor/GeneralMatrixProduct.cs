using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>alpha * A * B + beta * C of operands that are known only at run time.</summary>
internal sealed class GeneralMatrixProduct : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Gemm && node.Output.Type.Element != ElementType.Boolean;

    public override string Reason(Node node) => "the product, then factors and the third operand value by value";

    public override void Write(KernelSite site)
    {
        var (code, op, inputs, output) = (site.Code, (Gemm)site.Node.Operator, site.Node.Inputs, site.Node.Output.Type);
        if (output.Length == 0)
            return;
        var (rows, columns, inner) = (output.Shape[0], output.Shape[1], inputs[0].Type.Shape[op.TransposesA ? 0 : 1]);
        string left = op.TransposesA ? $"1, {Literal(rows)}" : $"{Literal(inner)}, 1";
        string right = op.TransposesB ? $"1, {Literal(inner)}" : $"{Literal(columns)}, 1";
        code.Line($"MatrixMath.Multiply(ref input0, {left}, ref input1, {right}, ref output0, {Literal(rows)}, {Literal(inner)}, {Literal(columns)});");
        bool adds = inputs.Count > 2 && op.Beta != 0;
        if (op.Alpha == 1 && !adds)
            return;
        var loops = new LoopNest(
            "ij", output.Shape, Strides.Of(output.Shape), adds ? Strides.Stretched(inputs[2].Type, output.Shape) : Strides.Of(output.Shape));
        using (loops.Open(code))
        {
            string type = output.Element.CSharpName();
            string product = Elements.At("output0", loops.Index(0));
            string scaled = op.Alpha == 1 ? product : $"{Factor(op.Alpha)} * {product}";
            string addend = adds ? Elements.At("input2", loops.Index(1)) : "";
            if (adds)
                addend = " + " + (op.Beta == 1 ? addend : $"{Factor(op.Beta)} * {addend}");
            code.Line($"{product} = {(output.Element.IsFloating() ? scaled + addend : $"({type})({scaled}{addend})")};");
        }

        // Factors of whole numbers may have a fraction.
        string Factor(float value) => output.Element == ElementType.Float32 ? Literal(value) : Literal((double)value);
    }
}
