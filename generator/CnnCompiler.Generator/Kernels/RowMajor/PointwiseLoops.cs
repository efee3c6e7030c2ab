using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>A function of one value from each operand; stretched operands stand still along the axes that they lack.</summary>
internal sealed class PointwiseLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Pointwise;

    public override string Reason(Node node) => "value by value";

    public override void Write(KernelSite site)
    {
        var (code, node, op) = (site.Code, site.Node, (Pointwise)site.Node.Operator);
        var output = node.Output.Type;
        if (op.Function == PointwiseFunction.Identity)
        {
            StridedCopy.Run(output.Length).Write(code);
            return;
        }
        var loops = new LoopNest(
            "ijklmn", output.Shape, [.. node.Inputs.Select(input => Strides.Stretched(input.Type, output.Shape)), Strides.Of(output.Shape)]);
        if (loops.IsEmpty)
            return;
        ElementType[] types = [.. node.Inputs.Select(input => input.Type.Element)];
        using (loops.Open(code))
        {
            for (int input = 0; input < types.Length; input++)
                code.Line($"{types[input].CSharpName()} {Name(input)} = {Elements.At("input" + CSharp.Literal(input), loops.Index(input))};");
            code.Line($"{Elements.At("output0", loops.Index(types.Length))} = {PointwiseCode.Of(op, types)};");
        }
    }

    /// <summary>The variable that holds an operand's value.</summary>
    public static string Name(int operand) => operand < 3 ? ((char)('a' + operand)).ToString() : "v" + CSharp.Literal(operand);
}
