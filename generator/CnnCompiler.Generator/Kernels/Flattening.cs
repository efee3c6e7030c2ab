using CnnCompiler.Generator.Graph;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels;

/// <summary>A map copied into channel, row, column order, where no dense layer follows that could read it as it lies.</summary>
internal sealed class Flattening : KernelStrategy
{
    public override bool Fits(Node node) => node.Operator is Graph.Operators.Flatten;

    public override string Reason(Node node) => "copied into channel, row, column order";

    public override bool NeedsLanes(Node node) => false;

    public override bool IsVectorised => false;

    public override void Write(KernelSite site)
    {
        var (code, input) = (site.Code, site.Input);
        code.Line("ref float feature = ref target;");
        using (code.Block($"for (int channel = 0; channel < {Literal(input.Channels)}; channel++)"))
        using (code.Loop("y", input.Height))
        using (code.Loop("x", input.Width))
        {
            string pixel = (input.Height == 1 ? "" : KernelSite.Scaled("y", input.RowStride) + " + ") + (input.Width == 1 ? "" : KernelSite.Scaled("x", input.PixelStride) + " + ");
            code.Line($"feature = Unsafe.Add(ref source, {pixel}channel);");
            code.Line("feature = ref Unsafe.Add(ref feature, 1);");
        }
    }
}
