using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Running sums along an axis.</summary>
internal sealed class CumulativeSums : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is CumulativeSum;

    public override string Reason(Node node) => "one running sum for each line";

    public override void Write(KernelSite site)
    {
        var (code, op, input) = (site.Code, (CumulativeSum)site.Node.Operator, site.Node.Input.Type);
        var lines = AxisLines.Of(input.Shape, op.Axis);
        var loops = lines.Loops(lines.Length, lines.Length);
        if (loops.IsEmpty || lines.Length == 0)
            return;
        string type = input.Element.CSharpName();
        using (loops.Open(code))
        {
            code.Line($"ref {type} line = {Elements.Reference("input0", loops.Index(0))};");
            code.Line($"ref {type} sums = {Elements.Reference("output0", loops.Index(1))};");
            code.Line($"{type} sum = 0;");
            using (code.Block(op.Reverse ? $"for (int p = {Literal(lines.Length - 1)}; p >= 0; p--)" : $"for (int p = 0; p < {Literal(lines.Length)}; p++)"))
            {
                string index = Elements.Times("p", lines.Stride);
                string take = $"sum += {Elements.At("line", index)};";
                string put = $"{Elements.At("sums", index)} = sum;";
                code.Line(op.Exclusive ? put : take);
                code.Line(op.Exclusive ? take : put);
            }
        }
    }
}
