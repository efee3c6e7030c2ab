using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Lines divided by their norm.</summary>
internal sealed class LpNormalizationLines : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is LpNormalization && node.Input.Type.Element.IsFloating();

    public override string Reason(Node node) => "line by line, the sum in float64";

    public override void Write(KernelSite site)
    {
        var (code, op, input) = (site.Code, (LpNormalization)site.Node.Operator, site.Node.Input.Type);
        var lines = AxisLines.Of(input.Shape, op.Axis);
        var loops = lines.Loops(lines.Length);
        if (loops.IsEmpty || lines.Length == 0)
            return;
        string type = input.Element.CSharpName();
        using (loops.Open(code))
        {
            code.Line($"ref {type} line = {Elements.Reference("input0", loops.Index(0))};");
            code.Line($"ref {type} result = {Elements.Reference("output0", loops.Index(0))};");
            string value = Elements.At("line", Elements.Times("p", lines.Stride));
            code.Line("double sum = 0;");
            using (code.Loop("p", lines.Length, keep: true))
                code.Line(op.Power == 1 ? $"sum += Math.Abs({value});" : $"sum += (double){value} * {value};");
            code.Line($"double norm = {(op.Power == 1 ? "sum" : "Math.Sqrt(sum)")};");
            using (code.Loop("p", lines.Length, keep: true))
                code.Line($"{Elements.At("result", Elements.Times("p", lines.Stride))} = norm == 0 ? 0 : ({type})({value} / norm);");
        }
    }
}
