using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Kernels;

/// <summary>The largest value of each window, not a number where one of them is not.</summary>
internal sealed class MaxPoolingWithNaN : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Graph.Operators.MaxPool && node.Input.Type.IsMap;

    public override string Reason(Node node) => "window by window, channels as lanes; NaN is handed on";

    public override void Write(KernelSite site)
    {
        var op = (Graph.Operators.MaxPool)site.Node.Operator;
        PoolLoops.WriteWithNaN(site, op.Rows, op.Columns, "largest", "float.NegativeInfinity", "Max");
    }
}
