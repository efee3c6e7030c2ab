using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>
/// Softmax of float32 scores in three passes: the largest score of each line is subtracted, all exponentials are taken as one run of vectors however short the
/// lines are, and each line is divided by its sum.
/// </summary>
internal sealed class SoftmaxVectors : RowMajorStrategy
{
    /// <summary>The widest vector; fewer values are not worth the passes.</summary>
    private const int WidestVector = 16;

    public override bool IsVectorised => true;

    public override bool Fits(Node node) =>
        node.Operator is SoftmaxAlong { Kind: SoftmaxKind.Softmax } && node.Output.Type.Element == ElementType.Float32
            && node.Output.Type.Length >= WidestVector;

    public override string Reason(Node node) => "exponentials as one run of vectors, sums line by line in float64";

    public override bool WorksInPlace => true;

    public override void Write(KernelSite site)
    {
        var (code, op, input) = (site.Code, (SoftmaxAlong)site.Node.Operator, site.Node.Input.Type);
        var lines = AxisLines.Of(input.Shape, op.Axis, op.Flattened ? input.Rank - op.Axis : 1);
        var loops = lines.Loops(lines.Length);
        string result = Elements.At("result", Elements.Times("p", lines.Stride));
        using (Pass(code, loops))
        using (loops.Open(code))
        {
            string score = Elements.At("scores", Elements.Times("p", lines.Stride));
            code.Line($"ref float scores = {Elements.Reference("input0", loops.Index(0))};");
            code.Line($"ref float result = {Elements.Reference("output0", loops.Index(0))};");
            code.Line("float largest = float.NegativeInfinity;");
            using (code.Loop("p", lines.Length, keep: true))
                code.Line($"largest = Math.Max(largest, {score});");
            using (code.Loop("p", lines.Length, keep: true))
                code.Line($"{result} = {score} - largest;");
        }
        WriteExponentials(code, input.Length);
        using (Pass(code, loops))
        using (loops.Open(code))
        {
            code.Line($"ref float result = {Elements.Reference("output0", loops.Index(0))};");
            code.Line("double sum = 0;");
            using (code.Loop("p", lines.Length, keep: true))
                code.Line($"sum += {result};");
            using (code.Loop("p", lines.Length, keep: true))
                code.Line($"{result} = (float)({result} / sum);");
        }
    }

    /// <summary>A block around a pass over a single line, which has no loop to keep its variables apart.</summary>
    private static CodeWriter.Scope? Pass(CodeWriter code, LoopNest loops) => loops.Depth == 0 ? code.Block() : null;

    private static void WriteExponentials(CodeWriter code, int length)
    {
        int whole = length / WidestVector * WidestVector;
        using (code.Block($"for (int q = 0; q < {Literal(whole)}; q += V.Count)"))
        {
            code.Line("ref float values = ref Unsafe.Add(ref output0, q);");
            code.Line("V.Store(V.Exp(V.Load(ref values)), ref values);");
        }
        if (whole < length)
            using (code.Block($"for (int q = {Literal(whole)}; q < {Literal(length)}; q++)"))
                code.Line("Unsafe.Add(ref output0, q) = ScalarMath.Exp(Unsafe.Add(ref output0, q));");
    }
}
