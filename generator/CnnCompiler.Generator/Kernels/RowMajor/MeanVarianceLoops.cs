using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Values brought to mean 0 and variance 1 over any axes.</summary>
internal sealed class MeanVarianceLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is MeanVarianceNormalization && node.Input.Type.Element.IsFloating();

    public override string Reason(Node node) => "mean and variance in float64, in two passes";

    public override void Write(KernelSite site)
    {
        var (code, op, input) = (site.Code, (MeanVarianceNormalization)site.Node.Operator, site.Node.Input.Type);
        if (input.Length == 0)
            return;
        string type = input.Element.CSharpName();
        int[] strides = Strides.Of(input.Shape);
        int[] kept = [.. Enumerable.Range(0, input.Rank).Where(axis => !op.Axes.Contains(axis))];
        var outer = new LoopNest("ijklmn", [.. kept.Select(axis => input.Shape[axis])], [.. kept.Select(axis => strides[axis])]);
        var inner = new LoopNest("pqrstu", [.. op.Axes.Select(axis => input.Shape[axis])], [.. op.Axes.Select(axis => strides[axis])]);
        using (outer.Open(code))
        {
            string place = Elements.Sum(outer.Index(0), inner.Index(0));
            Moments.Write(code, inner, Elements.At("input0", place), Strides.Product(op.Axes.Select(axis => input.Shape[axis])));
            code.Line("double deviation = Math.Sqrt(variance) + 1E-09;");
            using (inner.Open(code))
                code.Line($"{Elements.At("output0", place)} = ({type})(({Elements.At("input0", place)} - mean) / deviation);");
        }
    }
}
