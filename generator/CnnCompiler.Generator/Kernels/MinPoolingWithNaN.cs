using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Kernels;

/// <summary>The smallest value of each window, not a number where one of them is not.</summary>
internal sealed class MinPoolingWithNaN : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Graph.Operators.MinPool && node.Input.Type.IsMap;

    public override string Reason(Node node) => "window by window, channels as lanes; NaN is handed on";

    public override void Write(KernelSite site)
    {
        var op = (Graph.Operators.MinPool)site.Node.Operator;
        PoolLoops.WriteWithNaN(site, op.Rows, op.Columns, "smallest", "float.PositiveInfinity", "Min");
    }
}
