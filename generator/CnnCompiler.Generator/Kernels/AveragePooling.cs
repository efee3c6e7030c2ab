using CnnCompiler.Generator.Graph;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels;

/// <summary>The mean of each window.</summary>
internal sealed class AveragePooling : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Graph.Operators.AveragePool && node.Input.Type.IsMap;

    public override string Reason(Node node) => "window by window, channels as lanes";

    public override void Write(KernelSite site)
    {
        var op = (Graph.Operators.AveragePool)site.Node.Operator;
        PoolLoops.Write(
            site, op.Rows, op.Columns, "var sum = V.Zero;", "sum = V.Add(sum, value);",
            inside => $"V.Divide(sum, V.Broadcast({(op.CountsPadding ? Literal(op.Rows.Kernel * op.Columns.Kernel) : inside)}))");
    }
}
