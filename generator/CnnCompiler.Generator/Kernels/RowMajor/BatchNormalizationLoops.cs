using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>Batch normalisation that no convolution could take in, with statistics that were given or with those of the batch.</summary>
internal sealed class BatchNormalizationLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is BatchNormalization or BatchNormalizationTraining && node.Input.Type.Element.IsFloating();

    public override string Reason(Node node) => "channel by channel";

    public override void Write(KernelSite site)
    {
        var (code, input) = (site.Code, site.Node.Input.Type);
        if (input.Length == 0)
            return;
        string type = input.Element.CSharpName();
        var lines = AxisLines.Of(input.Shape, 1);
        var (images, channels, pixels) = (lines.Before, lines.Length, lines.After);
        var loops = new LoopNest("ij", [images, pixels], [channels * pixels, 1]);
        string channel = channels == 1 ? "" : "c";
        using (code.Loop("c", channels))
        {
            code.Line($"ref {type} image = {Elements.Reference("input0", channels == 1 ? "" : Elements.Times("c", pixels))};");
            code.Line($"ref {type} target = {Elements.Reference("output0", channels == 1 ? "" : Elements.Times("c", pixels))};");
            float epsilon;
            if (site.Node.Operator is BatchNormalizationTraining training)
            {
                Moments.Write(code, loops, Elements.At("image", loops.Index(0)), images * pixels);
                code.Line($"{Elements.At("output1", channel)} = {Running("input3", "mean")};");
                code.Line($"{Elements.At("output2", channel)} = {Running("input4", "variance")};");
                epsilon = training.Epsilon;

                string Running(string old, string now) =>
                    $"({type})({Elements.At(old, channel)} * {Literal((double)training.Momentum)} + {now} * {Literal(1 - (double)training.Momentum)})";
            }
            else
            {
                code.Line($"double mean = {Elements.At("input3", channel)};");
                code.Line($"double variance = {Elements.At("input4", channel)};");
                epsilon = ((BatchNormalization)site.Node.Operator).Epsilon;
            }
            code.Line($"double factor = {Elements.At("input1", channel)} / Math.Sqrt(variance + {Literal((double)epsilon)});");
            code.Line($"double summand = {Elements.At("input2", channel)} - mean * factor;");
            using (loops.Open(code))
                code.Line($"{Elements.At("target", loops.Index(0))} = ({type})({Elements.At("image", loops.Index(0))} * factor + summand);");
        }
    }
}
