using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Sums of products over named axes, one plain loop for each.</summary>
internal sealed class EinsumLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Einsum && node.Input.Type.Element != ElementType.Boolean;

    public override string Reason(Node node) => "one sum after another";

    public override void Write(KernelSite site)
    {
        var (code, op, node) = (site.Code, (Einsum)site.Node.Operator, site.Node);
        int[] summed = [.. Enumerable.Range(0, op.Lengths.Count).Where(axis => !op.Result.Contains(axis))];
        var outer = Loops("ijlmn", op.Result);
        var inner = Loops("pqrst", summed);
        if (outer.IsEmpty)
            return;
        string type = node.Output.Type.Element.CSharpName();
        string sum = node.Output.Type.Element == ElementType.Float32 ? "double" : type;
        using (outer.Open(code))
        {
            code.Line($"{sum} sum = 0;");
            if (!inner.IsEmpty)
                using (inner.Open(code))
                    code.Line($"sum += {string.Join(" * ", node.Inputs.Select((_, index) => Factor(index)))};");
            code.Line($"{Elements.At("output0", outer.Index(node.Inputs.Count))} = {(sum == type ? "" : $"({type})")}sum;");
        }

        string Factor(int index) => (sum == type || index > 0 ? "" : $"({sum})")
            + Elements.At("input" + Literal(index), Elements.Sum(outer.Index(index), inner.Index(index)));

        LoopNest Loops(string variables, IReadOnlyList<int> axes)
        {
            int[] own = Strides.Of(node.Output.Type.Shape);
            return new LoopNest(
                variables, [.. axes.Select(axis => op.Lengths[axis])],
                [.. node.Inputs.Select((input, index) => (IReadOnlyList<int>)[.. axes.Select(axis => Step(input.Type, op.Operands[index], axis))]),
                    (IReadOnlyList<int>)[.. axes.Select(axis => op.Result.Contains(axis) ? own[op.Result.Items.IndexOf(axis)] : 0)]]);
        }
    }

    /// <summary>From one element along a named axis to the next: an operand may have the axis twice, and then goes along its diagonal.</summary>
    private static int Step(TensorType type, EquatableArray<int> axes, int axis)
    {
        int[] strides = Strides.Of(type.Shape);
        return Enumerable.Range(0, axes.Count).Where(at => axes[at] == axis && type.Shape[at] != 1).Sum(at => strides[at]);
    }
}
