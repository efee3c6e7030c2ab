using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Values weakened by the squares of neighbouring channels.</summary>
internal sealed class LocalResponseLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is LocalResponseNormalization && node.Input.Type.Element.IsFloating();

    public override string Reason(Node node) => "the squares of the neighbouring channels summed up for each value";

    public override void Write(KernelSite site)
    {
        var (code, op, input) = (site.Code, (LocalResponseNormalization)site.Node.Operator, site.Node.Input.Type);
        if (input.Length == 0)
            return;
        string type = input.Element.CSharpName();
        var (channels, pixels) = (input.Channels, Strides.Product(input.Shape.Skip(2)));
        using (code.Loop("n", input.Shape[0]))
        using (code.Loop("c", channels, keep: true))
        {
            code.Line($"int first = Math.Max(c - {Literal((op.Size - 1) / 2)}, 0);");
            code.Line($"int last = Math.Min(c + {Literal(op.Size / 2)}, {Literal(channels - 1)});");
            string image = input.Shape[0] == 1 ? "" : Elements.Times("n", channels * pixels);
            using (code.Loop("i", pixels))
            {
                string pixel = pixels == 1 ? "" : "i";
                code.Line("double squares = 0;");
                using (code.Block("for (int k = first; k <= last; k++)"))
                {
                    code.Line($"double neighbour = {Elements.At("input0", Elements.Sum(image, Elements.Times("k", pixels), pixel))};");
                    code.Line("squares += neighbour * neighbour;");
                }
                string place = Elements.Sum(image, Elements.Times("c", pixels), pixel);
                code.Line($"double divisor = ScalarMath.Pow({Literal((double)op.Bias)} + {Literal((double)op.Alpha / op.Size)} * squares, {Literal((double)op.Beta)});");
                code.Line($"{Elements.At("output0", place)} = ({type})({Elements.At("input0", place)} / divisor);");
            }
        }
    }
}
