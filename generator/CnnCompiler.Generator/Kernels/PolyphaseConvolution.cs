using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Planning;
using CnnCompiler.Generator.Weights;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A transposed convolution of a map, phase by phase: the outputs at one place modulo the strides are a plain convolution of the input with stride 1 by a part
/// of the kernel, so nothing is multiplied with the zeros between the inputs, nothing is written twice, and bias and activation are applied once (polyphase
/// decomposition; Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016, chapter 4).
/// </summary>
internal sealed class PolyphaseConvolution : KernelStrategy
{
    /// <summary>Phases that are written out, each a convolution of its own: strides of 4x4. Beyond, the method outgrows what the JIT optimises.</summary>
    private const int MostPhases = 16;

    public override bool Fits(Node node)
    {
        if (node.Operator is not TransposedConvolution { Windows.Count: 1 or 2 } op || !node.Input.Type.IsMap || node.Input.IsConstant || node.Input.Type.Length == 0
            || node.Output.Type.Length == 0 || !node.Inputs.Skip(1).All(operand => operand.Weight is { Element: ElementType.Float32 }))
            return false;
        if (op.Groups > 1 && ChannelGroups.VectorLanes(node.Output.Type.Channels, op.Groups) == 0)
            return false;
        var (rows, columns) = (Rows(node), Columns(node));
        // Where whole windows lie outside of the input, the border that reads as zeros would grow without need.
        return rows.Count * columns.Count <= MostPhases
            && rows.Any(phase => phase.Window.Kernel > 0) && columns.Any(phase => phase.Window.Kernel > 0)
            && rows.Concat(columns).All(phase => Math.Max(phase.Window.PadBefore, phase.Window.PadAfter) <= phase.Window.Extent);
    }

    public override string Reason(Node node)
    {
        int phases = Rows(node).Count * Columns(node).Count;
        return FormattableString.Invariant($"{phases} phase{(phases == 1 ? "" : "s")} of outputs, each a convolution of the input with stride 1 by its own part of the kernel");
    }

    public override bool NeedsLanes(Node node) => false;

    public override Border BorderAround(Node node)
    {
        var (rows, columns) = (Rows(node), Columns(node));
        return new Border(
            Most(rows, window => window.PadBefore), Most(columns, window => window.PadBefore), Most(rows, window => window.PadAfter), Most(columns, window => window.PadAfter));
    }

    public override int VectorLanes(Node node) => node.Operator is TransposedConvolution { Groups: > 1 } op
        ? ChannelGroups.VectorLanes(node.Output.Type.Channels, op.Groups)
        : base.VectorLanes(node);

    public override void Write(KernelSite site)
    {
        foreach (var rows in Rows(site.Node))
            foreach (var columns in Columns(site.Node))
                using (site.Code.Block())
                {
                    int start = rows.Start * site.Output.RowStride + columns.Start * site.Output.PixelStride;
                    site.Code.Line($"ref float phase = {At("target", start)};");
                    var output = PhaseLayout(site, rows, columns);
                    if (rows.Window.Kernel * columns.Window.Kernel == 0)
                        WriteBias(site with { Output = output });
                    else
                        WritePhase(site, output, rows, columns);
                }
    }

    private static void WritePhase(KernelSite site, TensorLayout output, ConvolutionPhase rows, ConvolutionPhase columns)
    {
        var (node, op) = (site.Node, (TransposedConvolution)site.Node.Operator);
        var kernel = new KernelPhase(SwappedKernel.Of(node.Inputs[1].Weight!, op.Groups), rows.Taps, columns.Taps);
        var convolution = new Convolution(rows.Window, columns.Window, op.Groups) { Activation = op.Activation };
        int first = -rows.Window.PadBefore * site.Input.RowStride - columns.Window.PadBefore * site.Input.PixelStride;
        site.Code.Line($"ref float window = {At("source", first)};");
        var phase = site with
        {
            Node = node with { Operator = convolution, Inputs = [node.Input, GraphBuilder.Constant(kernel), .. node.Inputs.Skip(2)] },
            Output = output,
            Source = "window",
            Target = "phase",
        };
        new ChannelLanesWriter(phase, ConvolutionTile.Choose(convolution, output.Height, output.Width, phase.OutputLanes)).Write();
    }

    /// <summary>Where the kernel is shorter than the stride, some outputs are the bias alone.</summary>
    private static void WriteBias(KernelSite site)
    {
        int bias = site.PackBias();
        var activation = ((TransposedConvolution)site.Node.Operator).Activation;
        using (site.Code.Block($"for (int lane = 0; lane < {Literal(site.OutputLanes)}; lane += V.Count)"))
        {
            site.Code.Line($"var value = {(bias < 0 ? "V.Zero" : $"V.Load({At("weights", $"lane + {Literal(bias)}")})")};");
            if (activation is not null)
                site.Code.Line($"value = {ActivationCode.Apply(activation, "value")};");
            using (site.Code.Loop("y", site.Output.Height))
            using (site.Code.Loop("x", site.Output.Width))
            {
                string row = site.Output.Height == 1 ? "" : Scaled("y", site.Output.RowStride) + " + ";
                string column = site.Output.Width == 1 ? "" : Scaled("x", site.Output.PixelStride) + " + ";
                site.Code.Line($"V.Store(value, {At("phase", row + column + "lane")});");
            }
        }
    }

    /// <summary>The outputs of a phase as a map whose rows and pixels lie a stride apart.</summary>
    private static TensorLayout PhaseLayout(KernelSite site, ConvolutionPhase rows, ConvolutionPhase columns)
    {
        var (down, across) = Windows(site.Node);
        var map = site.Output;
        return map with
        {
            Height = (map.Height - rows.Start + down.Stride - 1) / down.Stride,
            Width = (map.Width - columns.Start + across.Stride - 1) / across.Stride,
            PixelStride = map.PixelStride * across.Stride,
            RowStep = map.RowStride * down.Stride,
        };
    }

    private static IReadOnlyList<ConvolutionPhase> Rows(Node node) => ConvolutionPhase.Of(Windows(node).Rows, node.Input.Type.Height, node.Output.Type.Height);

    private static IReadOnlyList<ConvolutionPhase> Columns(Node node) => ConvolutionPhase.Of(Windows(node).Columns, node.Input.Type.Width, node.Output.Type.Width);

    private static (WindowGeometry Rows, WindowGeometry Columns) Windows(Node node)
    {
        var windows = ((TransposedConvolution)node.Operator).Windows;
        return windows.Count == 1 ? (ConvolutionPhase.SingleRow, windows[0]) : (windows[0], windows[1]);
    }

    private static int Most(IReadOnlyList<ConvolutionPhase> phases, Func<WindowGeometry, int> padding) => Math.Max(0, phases.Max(phase => padding(phase.Window)));
}
