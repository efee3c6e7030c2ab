using CnnCompiler.Generator.Emit;
using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// A convolution of few input channels with Winograd's algorithm from row to row only: rows of inputs are transformed as they lie, pixels as lanes, and
/// the transformed rows are multiplied with the transformed kernel's, column by column, output channels as lanes. With few channels the transforms
/// of two directions cost more than the second saves.
/// </summary>
internal sealed class WinogradRowsConvolution : KernelStrategy
{
    public override bool Fits(Node node) => WinogradRowsTiling.Of(node) is not null;

    public override bool IsExact => false;

    public override bool AddsMap => true;

    public override string Reason(Node node)
    {
        var tiling = WinogradRowsTiling.Of(node)!;
        string parts = tiling.Parts == 1 ? "" : FormattableString.Invariant($" for {tiling.Parts} parts of the kernel");
        return FormattableString.Invariant($"Winograd F({tiling.Rows.Outputs}, {tiling.Rows.Kernel}) from row to row{parts}: {tiling.Rows.Outputs} rows of outputs take {tiling.Rows.Inputs * tiling.Parts} ") +
            FormattableString.Invariant($"rows of products instead of {tiling.Rows.Outputs * tiling.Rows.Kernel * tiling.Parts}; {tiling.Pixels} {(tiling.Pixels == 1 ? "pixel" : "pixels")} at a time, kernel columns in registers");
    }

    public override Border BorderAround(Node node) => ConvolutionWindow.Border(node);

    public override bool NeedsLanes(Node node) => false;

    public override int SourceOffset(Node node, TensorLayout input) => ConvolutionWindow.SourceOffset(node, input);

    public override int TemporaryLength(Node node, TensorLayout input) => WinogradRowsTiling.Of(node)!.TemporaryLength(input.PixelStride);

    public override void Write(KernelSite site) => new WinogradRowsWriter(site, WinogradRowsTiling.Of(site.Node)!).Write();
}
