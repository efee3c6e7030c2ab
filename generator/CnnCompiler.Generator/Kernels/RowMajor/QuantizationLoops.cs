using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Real values rounded to whole numbers, and back.</summary>
internal sealed class QuantizationLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is QuantizeLinear or DequantizeLinear;

    public override string Reason(Node node) => "value by value";

    public override void Write(KernelSite site)
    {
        var (code, inputs, output) = (site.Code, site.Node.Inputs, site.Node.Output.Type);
        var scales = site.Node.Operator is QuantizeLinear { Scales: var own } ? own : ((DequantizeLinear)site.Node.Operator).Scales;
        int[] axes = [.. scales.Axes(output.Shape).Take(4)];
        var loops = new LoopNest("ijkl", axes, Strides.Of(axes), scales.Strides(output.Shape));
        if (loops.IsEmpty)
            return;
        string zero = inputs.Count < 3 ? "" : Elements.At("input2", loops.Index(1));
        using (loops.Open(code))
        {
            code.Line($"float scale = {Elements.At("input1", loops.Index(1))};");
            string value = Elements.At("input0", loops.Index(0));
            string target = Elements.At("output0", loops.Index(0));
            if (site.Node.Operator is QuantizeLinear { Target: var type, Multiplies: var multiplies })
            {
                var (low, high) = QuantizeLinear.Range(type);
                code.Line($"float rounded = MathF.Round({value} {(multiplies ? "*" : "/")} scale){(zero.Length == 0 ? "" : " + " + zero)};");
                code.Line($"{target} = ({type.CSharpName()})Math.Clamp(rounded, {Literal(low)}, {Literal(high)});");
            }
            else
                code.Line($"{target} = {(zero.Length == 0 ? value : $"({value} - {zero})")} * scale;");
        }
    }
}
