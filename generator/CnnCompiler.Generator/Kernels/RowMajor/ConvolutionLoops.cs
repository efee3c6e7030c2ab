using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>A convolution over one to three axes whose kernels may be known only at run time.</summary>
internal sealed class ConvolutionLoops : RowMajorStrategy
{
    public override bool Fits(Node node) => node.Operator is ConvolutionNd op && WindowLoops.CanName(op.Windows);

    public override string Reason(Node node) => "one output after the other, for kernels of any shape that may change from call to call";

    public override void Write(KernelSite site)
    {
        var (code, op, inputs, output) = (site.Code, (ConvolutionNd)site.Node.Operator, site.Node.Inputs, site.Node.Output.Type);
        if (output.Length == 0)
            return;
        var (input, kernels, type) = (inputs[0].Type, inputs[1].Type, output.Element.CSharpName());
        int[] inner = [.. input.Shape.Skip(2)];
        int[] places = [.. output.Shape.Skip(2)];
        int groupChannels = kernels.Shape[1];
        int groupKernels = kernels.Shape[0] / op.Groups;
        var (taps, pixels) = (Strides.Product(kernels.Shape.Skip(2)), Strides.Product(inner));
        var windows = new WindowLoops(op.Windows);

        using (code.Loop("n", input.Shape[0]))
        using (code.Loop("m", output.Channels))
        {
            string image = input.Shape[0] == 1 ? "" : Elements.Times("n", input.Channels * pixels);
            string group = op.Groups == 1 ? "" : Elements.Times(groupKernels == 1 ? "m" : $"(m / {Literal(groupKernels)})", groupChannels * pixels);
            string plane = Elements.Sum(
                input.Shape[0] == 1 ? "" : Elements.Times("n", output.Channels * Strides.Product(places)), Channel(Strides.Product(places)));
            code.Line($"ref {type} image = {Elements.Reference("input0", Elements.Sum(image, group))};");
            code.Line($"ref {type} kernel = {Elements.Reference("input1", Channel(groupChannels * taps))};");
            code.Line($"ref {type} target = {Elements.Reference("output0", plane)};");
            using (windows.OpenPlaces(code, places))
            {
                code.Line($"{type} sum = {(inputs.Count > 2 ? Elements.At("input2", Channel(1)) : "0")};");
                using (code.Loop("c", groupChannels))
                using (windows.OpenTaps(code, places, inner))
                {
                    string value = Elements.At(
                        "image", Elements.Sum(groupChannels == 1 ? "" : Elements.Times("c", pixels), windows.MetIndex(Strides.Of(inner))));
                    string weight = Elements.At("kernel", Elements.Sum(groupChannels == 1 ? "" : Elements.Times("c", taps), windows.TapIndex()));
                    code.Line($"sum += {value} * {weight};");
                }
                code.Line($"{Elements.At("target", windows.PlaceIndex(places))} = sum;");
            }
        }

        string Channel(int stride) => output.Channels == 1 ? "" : Elements.Times("m", stride);
    }
}
