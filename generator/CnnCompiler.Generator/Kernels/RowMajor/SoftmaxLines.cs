using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Softmax and its relatives along the lines of an axis. The largest score is subtracted first, so that no exponential overflows.</summary>
internal sealed class SoftmaxLines : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is SoftmaxAlong && node.Output.Type.Element.IsFloating();

    public override string Reason(Node node) => "line by line, the sum in float64";

    public override bool WorksInPlace => true;

    public override void Write(KernelSite site)
    {
        var (code, op, input) = (site.Code, (SoftmaxAlong)site.Node.Operator, site.Node.Input.Type);
        var lines = AxisLines.Of(input.Shape, op.Axis, op.Flattened ? input.Rank - op.Axis : 1);
        var loops = lines.Loops(lines.Length, lines.Length);
        if (loops.IsEmpty || lines.Length == 0)
            return;
        string type = input.Element.CSharpName();
        using (loops.Open(code))
        {
            code.Line($"ref {type} scores = {Elements.Reference("input0", loops.Index(0))};");
            code.Line($"ref {type} result = {Elements.Reference("output0", loops.Index(1))};");
            WriteLine(code, op.Kind, type, lines);
        }
    }

    private static void WriteLine(CodeWriter code, SoftmaxKind kind, string type, AxisLines lines)
    {
        string score = Elements.At("scores", Elements.Times("p", lines.Stride));
        string result = Elements.At("result", Elements.Times("p", lines.Stride));
        if (kind == SoftmaxKind.Hardmax)
        {
            code.Line("int place = 0;");
            using (code.Block($"for (int p = 1; p < {Literal(lines.Length)}; p++)"))
                code.Line($"place = {score} > {Elements.At("scores", Elements.Times("place", lines.Stride))} ? p : place;");
            using (code.Loop("p", lines.Length, keep: true))
                code.Line($"{result} = p == place ? 1 : 0;");
            return;
        }
        code.Line($"{type} largest = {type}.NegativeInfinity;");
        using (code.Loop("p", lines.Length, keep: true))
            code.Line($"largest = Math.Max(largest, {score});");
        code.Line("double sum = 0;");
        using (code.Loop("p", lines.Length, keep: true))
        {
            code.Line($"{type} value = {score} - largest;");
            code.Line($"{type} exponential = ScalarMath.Exp(value);");
            code.Line("sum += exponential;");
            code.Line($"{result} = {(kind == SoftmaxKind.Softmax ? "exponential" : "value")};");
        }
        if (kind == SoftmaxKind.LogSoftmax)
            code.Line("sum = ScalarMath.Log(sum);");
        using (code.Loop("p", lines.Length, keep: true))
            code.Line($"{result} = ({type})({result} {(kind == SoftmaxKind.Softmax ? "/" : "-")} sum);");
    }
}
