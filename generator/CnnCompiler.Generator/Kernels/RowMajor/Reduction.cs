using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>One value from all elements along some axes. Floating-point sums are taken in float64, in row-major order.</summary>
internal sealed class Reduction : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Reduce;

    public override string Reason(Node node) => "a loop over what stays around a loop over what goes";

    public override void Write(KernelSite site)
    {
        var (code, op, input) = (site.Code, (Reduce)site.Node.Operator, site.Node.Input.Type);
        int[] strides = Strides.Of(input.Shape);
        int[] kept = [.. Enumerable.Range(0, input.Rank).Where(axis => !op.Axes.Contains(axis))];
        int[] lengths = [.. kept.Select(axis => input.Shape[axis])];
        var outer = new LoopNest("ijklmn", lengths, [.. kept.Select(axis => strides[axis])], Strides.Of(lengths));
        var inner = new LoopNest("pqrstu", [.. op.Axes.Select(axis => input.Shape[axis])], [.. op.Axes.Select(axis => strides[axis])]);
        if (outer.IsEmpty)
            return;
        int count = Strides.Product(op.Axes.Select(axis => input.Shape[axis]));
        string element = Elements.At("input0", Elements.Sum(outer.Index(0), inner.Index(0)));
        string target = Elements.At("output0", outer.Index(1));
        using (outer.Open(code))
            Write(code, op.Kind, input.Element, inner, element, target, count);
    }

    private static void Write(CodeWriter code, ReductionKind kind, ElementType type, LoopNest inner, string element, string target, int count)
    {
        if (kind is ReductionKind.Maximum or ReductionKind.Minimum)
        {
            WriteExtreme(code, kind == ReductionKind.Maximum, type, inner, element, target);
            return;
        }
        string wide = type.IsFloating() ? "double" : type == ElementType.UInt64 ? "ulong" : "long";
        if (kind == ReductionKind.LogOfSumOfExp)
        {
            // The largest goes out of the sum, so that nothing overflows; where it is infinite the plain sum is right.
            code.Line("double largest = double.NegativeInfinity;");
            Loop("largest = Math.Max(largest, x);");
            code.Line("double shift = double.IsFinite(largest) ? largest : 0;");
            code.Line("double sum = 0;");
            Loop("sum += ScalarMath.Exp(x - shift);");
            code.Line($"{target} = ({type.CSharpName()})(shift + ScalarMath.Log(sum));");
            return;
        }
        string name = kind == ReductionKind.Product ? "product" : "sum";
        code.Line($"{wide} {name} = {(kind == ReductionKind.Product ? "1" : "0")};");
        Loop(kind switch
        {
            ReductionKind.Product => "product *= x;",
            ReductionKind.L1 when type != ElementType.UInt64 => "sum += x < 0 ? -x : x;",
            ReductionKind.L2 or ReductionKind.SumOfSquares => "sum += x * x;",
            _ => "sum += x;",
        });
        string result = kind switch
        {
            ReductionKind.Mean => count == 0 && !type.IsFloating() ? "0" : $"(sum / {Literal(count)})",
            ReductionKind.L2 => "Math.Sqrt(sum)",
            ReductionKind.LogOfSum => "ScalarMath.Log((double)sum)",
            _ => name,
        };
        code.Line($"{target} = {(type == ElementType.Float64 ? "" : $"({type.CSharpName()})")}{result};");

        void Loop(string take)
        {
            if (inner.IsEmpty)
                return;
            using (inner.Open(code))
            {
                code.Line($"{wide} x = {element};");
                code.Line(take);
            }
        }
    }

    private static void WriteExtreme(CodeWriter code, bool largest, ElementType type, LoopNest inner, string element, string target)
    {
        string best = largest ? "largest" : "smallest";
        code.Line($"{type.CSharpName()} {best} = {(largest ? Numbers.Lowest(type) : Numbers.Highest(type))};");
        if (!inner.IsEmpty)
            using (inner.Open(code))
                code.Line(type == ElementType.Boolean
                    ? $"{best} {(largest ? "|" : "&")}= {element};"
                    : $"{best} = Math.{(largest ? "Max" : "Min")}({best}, {element});");
        code.Line($"{target} = {best};");
    }
}
