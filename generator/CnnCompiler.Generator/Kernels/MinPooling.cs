using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Kernels;

/// <summary>The smallest value of each window.</summary>
internal sealed class MinPooling : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Graph.Operators.MinPool && node.Input.Type.IsMap;

    public override string Reason(Node node) => "window by window, channels as lanes";

    public override bool IsExact => false;

    public override void Write(KernelSite site)
    {
        var op = (Graph.Operators.MinPool)site.Node.Operator;
        PoolLoops.Write(
            site, op.Rows, op.Columns, "var smallest = V.Broadcast(float.PositiveInfinity);", "smallest = V.Min(smallest, value);", _ => "smallest");
    }
}
