using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Where along an axis the largest or smallest element stands.</summary>
internal sealed class ArgReduction : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is ArgReduce;

    public override string Reason(Node node) => "a search along each line";

    public override void Write(KernelSite site)
    {
        var (code, op, input) = (site.Code, (ArgReduce)site.Node.Operator, site.Node.Input.Type);
        var lines = AxisLines.Of(input.Shape, op.Axis);
        var loops = lines.Loops(lines.Length, 1);
        if (loops.IsEmpty)
            return;
        string type = input.Element.CSharpName();
        string better = (op.Smallest ? "<" : ">") + (op.SelectsLast ? "=" : "");
        using (loops.Open(code))
        {
            code.Line($"ref {type} line = {Elements.Reference("input0", loops.Index(0))};");
            code.Line("int place = 0;");
            using (code.Block($"for (int p = 1; p < {Literal(lines.Length)}; p++)"))
            {
                string candidate = Elements.At("line", Elements.Times("p", lines.Stride));
                string best = Elements.At("line", Elements.Times("place", lines.Stride));
                code.Line(input.Element == ElementType.Boolean ? $"if ({Number(candidate)} {better} {Number(best)})" : $"if ({candidate} {better} {best})");
                using (code.Indent())
                    code.Line("place = p;");
            }
            code.Line($"{Elements.At("output0", loops.Index(1))} = place;");
        }

        static string Number(string boolean) => $"({boolean} ? 1 : 0)";
    }
}
