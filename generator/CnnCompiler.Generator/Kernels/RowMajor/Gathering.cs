using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Slices that indices name, each index checked.</summary>
internal sealed class Gathering : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is Gather;

    public override string Reason(Node node) => "one copy for each index; an index outside throws";

    public override void Write(KernelSite site)
    {
        var (code, input, indices) = (site.Code, site.Node.Input.Type, site.Node.Inputs[1].Type);
        var lines = AxisLines.Of(input.Shape, ((Gather)site.Node.Operator).Axis);
        int run = lines.After;
        if (lines.Before * indices.Length * run == 0)
            return;
        using (code.Loop("i", lines.Before))
        using (code.Loop("j", indices.Length))
        {
            code.Line($"int place = TensorSearch.Index({Elements.At("input1", indices.Length == 1 ? "" : "j")}, {Literal(lines.Length)});");
            string source = Elements.Sum(lines.Before == 1 ? "" : Elements.Times("i", lines.Length * run), Elements.Times("place", run));
            string target = Elements.Sum(
                lines.Before == 1 ? "" : Elements.Times("i", indices.Length * run), indices.Length == 1 ? "" : Elements.Times("j", run));
            code.Line(run == 1
                ? $"{Elements.At("output0", target)} = {Elements.At("input0", source)};"
                : $"TensorMemory.Copy({Elements.Reference("input0", source)}, {Elements.Reference("output0", target)}, {Literal(run)});");
        }
    }
}
