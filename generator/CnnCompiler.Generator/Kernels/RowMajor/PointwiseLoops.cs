using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>A function of one value from each operand; stretched operands stand still along the axes that they lack.</summary>
internal sealed class PointwiseLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => PointwiseFormula.Of(node.Operator) is not null;

    public override string Reason(Node node) => "value by value";

    public override bool WorksInPlace => true;

    public override void Write(KernelSite site)
    {
        var (code, node, formula) = (site.Code, site.Node, PointwiseFormula.Of(site.Node.Operator)!);
        if (formula.Function.Function == PointwiseFunction.Identity)
        {
            StridedCopy.Run(node.Output.Type.Length).Write(code);
            return;
        }
        var loops = LoopsOf(node);
        if (loops.IsEmpty)
            return;
        using (loops.Open(code))
            WriteValue(code, node, formula, loops);
    }

    /// <summary>The variable that holds an operand's value.</summary>
    public static string Name(int operand) => operand < 3 ? ((char)('a' + operand)).ToString() : "v" + Literal(operand);

    /// <summary>The loops over the output; the operands are the first tensors, the output is the last.</summary>
    public static LoopNest LoopsOf(Node node)
    {
        var shape = node.Output.Type.Shape;
        return new LoopNest("ijklmn", shape, [.. node.Inputs.Select(input => Strides.Stretched(input.Type, shape)), Strides.Of(shape)]);
    }

    /// <summary>Writes what is done inside all loops.</summary>
    public static void WriteValue(CodeWriter code, Node node, PointwiseFormula formula, LoopNest loops)
    {
        ElementType[] types = [.. node.Inputs.Select(input => input.Type.Element)];
        for (int input = 0; input < types.Length; input++)
            code.Line($"{types[input].CSharpName()} {Name(input)} = {Elements.At("input" + Literal(input), loops.Index(input))};");
        string result = PointwiseCode.Of(formula.Function, types);
        if (formula.Then is { } then)
        {
            code.Line($"a = {result};");
            result = PointwiseCode.Of(then, types);
        }
        code.Line($"{Elements.At("output0", loops.Index(types.Length))} = {result};");
    }
}
