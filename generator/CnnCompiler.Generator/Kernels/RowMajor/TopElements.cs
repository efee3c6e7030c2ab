using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>The largest or smallest elements of each line, in order.</summary>
internal sealed class TopElements : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is TopK && node.Input.Type.Element != ElementType.Boolean;

    public override string Reason(Node node) => "each element is inserted among the best so far";

    public override void Write(KernelSite site)
    {
        var (code, op, input) = (site.Code, (TopK)site.Node.Operator, site.Node.Input.Type);
        var lines = AxisLines.Of(input.Shape, op.Axis);
        var loops = lines.Loops(lines.Length, op.Count);
        if (loops.IsEmpty || op.Count == 0)
            return;
        using (loops.Open(code))
            code.Line($"TensorSearch.{(op.Largest ? "Largest" : "Smallest")}({Elements.Reference("input0", loops.Index(0))}, {Literal(lines.Length)}, " +
                $"{Elements.Reference("output0", loops.Index(1))}, {Elements.Reference("output1", loops.Index(1))}, {Literal(op.Count)}, {Literal(lines.Stride)});");
    }
}
