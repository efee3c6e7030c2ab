using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>All elements from an axis on brought to mean 0 and variance 1, or to a root mean square of 1.</summary>
internal sealed class LayerNormalizationLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is LayerNormalization && node.Input.Type.Element.IsFloating();

    public override string Reason(Node node) => "mean and variance in float64, in two passes";

    public override void Write(KernelSite site)
    {
        var (code, op, inputs, input) = (site.Code, (LayerNormalization)site.Node.Operator, site.Node.Inputs, site.Node.Input.Type);
        if (input.Length == 0)
            return;
        string type = input.Element.CSharpName();
        int[] outer = [.. input.Shape.Take(op.Axis)];
        int[] inner = [.. input.Shape.Skip(op.Axis)];
        int count = Strides.Product(inner);
        int[][] operands = [Strides.Of(input.Shape), .. inputs.Skip(1).Select(operand => Strides.Stretched(operand.Type, input.Shape))];
        var lines = new LoopNest("ijklmn", outer, [.. operands.Select(strides => (IReadOnlyList<int>)[.. strides.Take(op.Axis)]), Strides.Of(outer)]);
        var elements = new LoopNest("pqrstu", inner, [.. operands.Select(strides => (IReadOnlyList<int>)[.. strides.Skip(op.Axis)])]);
        using (lines.Open(code))
        {
            string value = Elements.At("image", elements.Index(0));
            code.Line($"ref {type} image = {Elements.Reference("input0", lines.Index(0))};");
            code.Line($"ref {type} target = {Elements.Reference("output0", lines.Index(0))};");
            if (op.KeepsMean)
            {
                code.Line("double squares = 0;");
                using (elements.Open(code))
                    code.Line($"squares += (double){value} * {value};");
                code.Line($"double scale = 1 / Math.Sqrt(squares / {Literal(count)} + {Literal((double)op.Epsilon)});");
            }
            else
            {
                Moments.Write(code, elements, value, count);
                code.Line($"double scale = 1 / Math.Sqrt(variance + {Literal((double)op.Epsilon)});");
                int last = operands.Length;
                if (site.Node.Outputs.Count > 1)
                    code.Line($"{Elements.At("output1", lines.Index(last))} = ({type})mean;");
                if (site.Node.Outputs.Count > 2)
                    code.Line($"{Elements.At("output2", lines.Index(last))} = ({type})scale;");
            }
            string centred = op.KeepsMean ? $"{value} * scale" : $"({value} - mean) * scale";
            string bias = inputs.Count > 2 ? $" + {Operand(2)}" : "";
            using (elements.Open(code))
                code.Line($"{Elements.At("target", elements.Index(0))} = ({type})({centred} * {Operand(1)}{bias});");
        }

        string Operand(int index) => Elements.At("input" + Literal(index), Elements.Sum(lines.Index(index), elements.Index(index)));
    }
}
