using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Kernels;

/// <summary>The largest value of each window, for pools that no convolution took into its tail.</summary>
internal sealed class MaxPooling : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Graph.Operators.MaxPool && node.Input.Type.IsMap;

    public override string Reason(Node node) => "window by window, channels as lanes";

    public override bool IsExact => false;

    public override void Write(KernelSite site)
    {
        var op = (Graph.Operators.MaxPool)site.Node.Operator;
        PoolLoops.Write(
            site, op.Rows, op.Columns, "var largest = V.Broadcast(float.NegativeInfinity);", "largest = V.Max(largest, value);", _ => "largest");
    }
}
