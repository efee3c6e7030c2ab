using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Groups of channels of each image, or each channel by itself, brought to mean 0 and variance 1.</summary>
internal sealed class GroupNormalizationLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is InstanceNormalization or GroupNormalization && node.Input.Type.Element.IsFloating();

    public override string Reason(Node node) => "mean and variance in float64, in two passes";

    public override void Write(KernelSite site)
    {
        var (code, input) = (site.Code, site.Node.Input.Type);
        if (input.Length == 0)
            return;
        var (groups, epsilon) = site.Node.Operator is GroupNormalization op
            ? (op.Groups, op.Epsilon) : (input.Channels, ((InstanceNormalization)site.Node.Operator).Epsilon);
        int members = input.Channels / groups;
        int pixels = Strides.Product(input.Shape.Skip(2));
        bool isForGroups = members > 1 && site.Node.Inputs[1].Type.Length == groups;
        string type = input.Element.CSharpName();
        var loops = new LoopNest("i", [members * pixels], [1]);
        var plane = new LoopNest("i", [pixels], [1]);

        using (code.Loop("n", input.Shape[0]))
        using (code.Loop("g", groups))
        {
            string group = groups == 1 ? "" : Elements.Times("g", members * pixels);
            string start = Elements.Sum(input.Shape[0] == 1 ? "" : Elements.Times("n", input.Channels * pixels), group);
            code.Line($"ref {type} image = {Elements.Reference("input0", start)};");
            code.Line($"ref {type} target = {Elements.Reference("output0", start)};");
            Moments.Write(code, loops, Elements.At("image", loops.Index(0)), members * pixels);
            code.Line($"double scale = 1 / Math.Sqrt(variance + {Literal((double)epsilon)});");
            using (code.Loop("c", members))
            {
                string channel = Elements.Sum(
                    groups == 1 ? "" : Elements.Times("g", isForGroups ? 1 : members), members == 1 || isForGroups ? "" : "c");
                code.Line($"double factor = scale * {Elements.At("input1", channel)};");
                code.Line($"double summand = {Elements.At("input2", channel)} - mean * factor;");
                string place = Elements.Sum(members == 1 ? "" : Elements.Times("c", pixels), plane.Index(0));
                using (plane.Open(code))
                    code.Line($"{Elements.At("target", place)} = ({type})({Elements.At("image", place)} * factor + summand);");
            }
        }
    }
}
