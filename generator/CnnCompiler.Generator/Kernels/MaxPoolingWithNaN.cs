using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// The largest value of each window, not a number where one of them is not. A comparison hands on its second operand where either is not a number, so
/// that is summed up beside it: the value cut to -1 and 1, times zero. ONNX Runtime is no model here: what it makes of NaN depends on where in its
/// row a window lies.
/// </summary>
internal sealed class MaxPoolingWithNaN : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Graph.Operators.MaxPool && node.Input.Type.IsMap;

    public override string Reason(Node node) => "window by window, channels as lanes; NaN is handed on";

    public override void Write(KernelSite site)
    {
        var op = (Graph.Operators.MaxPool)site.Node.Operator;
        PoolLoops.Write(
            site, op.Rows, op.Columns, "V largest = V.Broadcast(float.NegativeInfinity), strange = V.Zero;",
            "largest = V.Max(value, largest); strange = V.MultiplyAdd(V.Min(V.Broadcast(1), V.Max(V.Broadcast(-1), value)), V.Zero, strange);", _ => "V.Add(largest, strange)");
    }
}
