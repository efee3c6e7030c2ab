using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>A tensor with elements added around it, or taken away.</summary>
internal sealed class PadCopy : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Pad;

    public override string Reason(Node node) => "what is inside is copied; outside stands one value, or an index brought back inside";

    public override void Write(KernelSite site)
    {
        var op = (Pad)site.Node.Operator;
        if (op.Mode == PadMode.Constant)
            WriteConstant(site, op);
        else
            WriteRepeated(site, op);
    }

    private static void WriteConstant(KernelSite site, Pad op)
    {
        var (input, output) = (site.Node.Input.Type, site.Node.Output.Type);
        if (output.Length == 0)
            return;
        int[] lengths = [.. input.Shape.Select((length, axis) => Math.Max(0, length + Math.Min(op.Before[axis], 0) + Math.Min(op.After[axis], 0)))];
        if (!lengths.SequenceEqual(output.Shape))
            site.Code.Line($"TensorMemory.Fill(ref output0, {CSharp.Literal(output.Length)}, {(site.Node.Inputs.Count > 1 ? "input1" : "default")});");
        var (source, target) = (Strides.Of(input.Shape), Strides.Of(output.Shape));
        var copy = new StridedCopy(lengths, source, target)
        {
            SourceOffset = source.Select((stride, axis) => stride * Math.Max(0, -op.Before[axis])).Sum(),
            TargetOffset = target.Select((stride, axis) => stride * Math.Max(0, op.Before[axis])).Sum(),
        };
        copy.Write(site.Code);
    }

    private static void WriteRepeated(KernelSite site, Pad op)
    {
        var (code, input, output) = (site.Code, site.Node.Input.Type, site.Node.Output.Type);
        if (output.Length == 0)
            return;
        // Neighbouring axes without padding are one.
        var axes = new List<(int Length, int Before, int Padded)>();
        for (int axis = 0; axis < input.Rank; axis++)
        {
            var (length, before, padded) = (input.Shape[axis], op.Before[axis], output.Shape[axis]);
            if (axes.Count > 0 && before == 0 && padded == length && axes[axes.Count - 1] is { Before: 0 } last && last.Padded == last.Length)
                axes[axes.Count - 1] = (last.Length * length, 0, last.Length * length);
            else
                axes.Add((length, before, padded));
        }
        int[] source = Strides.Of([.. axes.Select(axis => axis.Length)]);
        int[] target = Strides.Of([.. axes.Select(axis => axis.Padded)]);
        WriteAxis(0);

        void WriteAxis(int axis)
        {
            if (axis == axes.Count)
            {
                code.Line(axis == 0 ? "output0 = input0;" : $"to{CSharp.Literal(axis - 1)} = from{CSharp.Literal(axis - 1)};");
                return;
            }
            var (length, before, padded) = axes[axis];
            string number = CSharp.Literal(axis);
            string outer = axis == 0 ? "" : CSharp.Literal(axis - 1);
            string place = before == 0 && padded == length ? "i" + number
                : $"BorderIndex.{op.Mode}({Elements.Plus("i" + number, -before)}, {CSharp.Literal(length)})";
            using (code.Loop("i" + number, padded, keep: true))
            {
                code.Line($"ref {input.Element.CSharpName()} from{number} = {Elements.Reference(axis == 0 ? "input0" : "from" + outer, Elements.Times(place, source[axis]))};");
                code.Line($"ref {input.Element.CSharpName()} to{number} = {Elements.Reference(axis == 0 ? "output0" : "to" + outer, Elements.Times("i" + number, target[axis]))};");
                WriteAxis(axis + 1);
            }
        }
    }
}
