using CnnCompiler.Generator.Graph;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>A function of float32 values whose innermost axis lies side by side, or stands still, in every operand.</summary>
internal sealed class PointwiseVectors : RowMajorStrategy
{
    /// <summary>
    /// The widest vector. What is behind its last multiple is computed by single values at every width, so that a value's place, and not the machine, says how.
    /// </summary>
    private const int WidestVector = 16;

    public override bool IsVectorised => true;

    public override bool Fits(Node node)
    {
        if (PointwiseFormula.Of(node.Operator) is not { } formula || node.Inputs.Append(node.Output).Any(value => value.Type.Element != ElementType.Float32)
            || PointwiseVectorCode.Of(formula.Function, node.Inputs.Count) is null || (formula.Then is { } then && PointwiseVectorCode.Of(then, 1) is null))
            return false;
        var loops = PointwiseLoops.LoopsOf(node);
        return !loops.IsEmpty && loops.InnerLength >= WidestVector && loops.InnerStride(node.Inputs.Count) == 1
            && Enumerable.Range(0, node.Inputs.Count).All(input => loops.InnerStride(input) is 0 or 1);
    }

    public override string Reason(Node node) => "value by value, as vectors";

    public override bool WorksInPlace => true;

    public override void Write(KernelSite site)
    {
        var (code, node, formula) = (site.Code, site.Node, PointwiseFormula.Of(site.Node.Operator)!);
        var loops = PointwiseLoops.LoopsOf(node);
        int whole = loops.InnerLength / WidestVector * WidestVector;
        string target = Elements.Reference("output0", loops.Index(node.Inputs.Count));
        using (loops.OpenOuter(code))
        {
            using (code.Block($"for (int {loops.InnerVariable} = 0; {loops.InnerVariable} < {Literal(whole)}; {loops.InnerVariable} += V.Count)"))
            {
                for (int input = 0; input < node.Inputs.Count; input++)
                {
                    string element = Elements.At("input" + Literal(input), loops.Index(input));
                    code.Line($"var {PointwiseLoops.Name(input)} = {(loops.InnerStride(input) == 0 ? $"V.Broadcast({element})" : $"V.Load(ref {element})")};");
                }
                string result = PointwiseVectorCode.Of(formula.Function, node.Inputs.Count)!;
                if (formula.Then is { } then)
                {
                    code.Line($"a = {result};");
                    result = PointwiseVectorCode.Of(then, 1)!;
                }
                code.Line($"V.Store({result}, {target});");
            }
            if (whole < loops.InnerLength)
                using (code.Block($"for (int {loops.InnerVariable} = {Literal(whole)}; {loops.InnerVariable} < {Literal(loops.InnerLength)}; {loops.InnerVariable}++)"))
                    PointwiseLoops.WriteValue(code, node, formula, loops);
        }
    }
}
