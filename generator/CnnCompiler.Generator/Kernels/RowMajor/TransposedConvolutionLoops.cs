using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>A transposed convolution over one to three axes: every input value adds its kernel to the output.</summary>
internal sealed class TransposedConvolutionLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is TransposedConvolution op && WindowLoops.CanName(op.Windows);

    public override string Reason(Node node) => "each value spreads its kernel over a plane that starts with the bias";

    public override void Write(KernelSite site)
    {
        var (code, op, inputs, output) = (site.Code, (TransposedConvolution)site.Node.Operator, site.Node.Inputs, site.Node.Output.Type);
        if (output.Length == 0)
            return;
        var (input, kernels, type) = (inputs[0].Type, inputs[1].Type, output.Element.CSharpName());
        int[] places = [.. input.Shape.Skip(2)];
        int[] outer = [.. op.OutputLengths];
        int groupChannels = input.Channels / op.Groups;
        int groupOutputs = kernels.Shape[1];
        var (taps, pixels, plane) = (Strides.Product(kernels.Shape.Skip(2)), Strides.Product(places), Strides.Product(outer));
        var windows = new WindowLoops(op.Windows);

        using (code.Loop("n", input.Shape[0]))
        using (code.Loop("m", output.Channels))
        {
            code.Line($"ref {type} target = {Elements.Reference("output0", Elements.Sum(Batch(output.Channels * plane), Channel(plane)))};");
            code.Line($"TensorMemory.Fill(ref target, {Literal(plane)}, {(inputs.Count > 2 ? Elements.At("input2", Channel(1)) : "0")});");
            using (code.Loop("c", input.Length == 0 ? 0 : groupChannels))
            {
                string group = op.Groups == 1 ? "" : groupOutputs == 1 ? "m" : $"(m / {Literal(groupOutputs)})";
                string member = groupOutputs == 1 ? "" : op.Groups == 1 ? "m" : $"(m % {Literal(groupOutputs)})";
                string within = groupChannels == 1 ? "" : "c";
                code.Line($"ref {type} image = {Elements.Reference("input0", Elements.Sum(Batch(input.Channels * pixels), Scale(group, groupChannels * pixels), Scale(within, pixels)))};");
                code.Line($"ref {type} kernel = {Elements.Reference("input1", Elements.Sum(Scale(group, groupChannels * groupOutputs * taps), Scale(within, groupOutputs * taps), Scale(member, taps)))};");
                using (windows.OpenPlaces(code, places))
                {
                    code.Line($"{type} value = {Elements.At("image", windows.PlaceIndex(places))};");
                    using (windows.OpenTaps(code, places, outer))
                        code.Line($"{Elements.At("target", windows.MetIndex(Strides.Of(outer)))} += value * {Elements.At("kernel", windows.TapIndex())};");
                }
            }
            if (op.Activation is { } activation)
                using (code.Loop("i", plane, keep: true))
                {
                    code.Line($"{type} a = Unsafe.Add(ref target, i);");
                    code.Line($"Unsafe.Add(ref target, i) = {PointwiseCode.Of(PointwiseFormula.Of(new Activate(activation))!.Function, [output.Element])};");
                }
        }

        string Batch(int stride) => input.Shape[0] == 1 ? "" : Elements.Times("n", stride);
        string Channel(int stride) => output.Channels == 1 ? "" : Elements.Times("m", stride);
        static string Scale(string variable, int factor) => variable.Length == 0 ? "" : Elements.Times(variable, factor);
    }
}
