using System.ComponentModel;

namespace CnnCompiler.Weights;

/// <summary>
/// The orders in which kernels read their weights. Output channels are the innermost axis, in blocks of 16 lanes (8 or 4 where there are no
/// more), which serves vectors of every width; lanes without a channel hold zeros. Generated code calls it once, when weights are loaded.
/// </summary>
/// <remarks>
/// The first prediction waits for this: compiled with full optimisation at the first call, every value read and written once, the blocks of large
/// kernels on all processors. Ten million values take 50 ms on one processor of a small server, most of them the machine's for the new memory.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WeightPacking
{
    /// <summary>One value for each channel.</summary>
    public static void Lanes(ReadOnlySpan<float> values, Span<float> packed)
    {
        values.CopyTo(packed);
        packed[values.Length..].Clear();
    }

    /// <summary>A kernel (filters x channels x rows x columns) as block, column, channel, row, lane.</summary>
    public static void ConvolutionLanes(ReadOnlySpan<float> kernel, Span<float> packed, int filters, int channels, int rows, int columns, int lanes) =>
        LaneBlocks.Run(kernel, packed, new LaneBlocks.Kernel(filters, channels, rows, columns, lanes), channels * rows * columns, LaneBlocks.Pack);

    /// <summary>Dense weights (outputs x channels x pixels) as block, pixel, channel, lane: the order in which a map lies in memory.</summary>
    public static void DenseLanes(ReadOnlySpan<float> weights, Span<float> packed, int outputs, int channels, int pixels, int lanes) =>
        LaneBlocks.Run(weights, packed, new LaneBlocks.Kernel(outputs, channels, 1, pixels, lanes), channels * pixels, LaneBlocks.Pack);

    /// <summary>Dense weights (channels x pixels x outputs) as block, pixel, channel, lane: the order in which a map lies in memory.</summary>
    public static void DenseRows(ReadOnlySpan<float> weights, Span<float> packed, int outputs, int channels, int pixels, int lanes) =>
        LaneBlocks.Run(weights, packed, new LaneBlocks.Kernel(outputs, channels, 1, pixels, lanes) { IsTransposed = true }, channels * pixels, LaneBlocks.PackRows);

    /// <summary>A grouped kernel (filters x channels x rows x columns) as block, channel, row, column, lane.</summary>
    public static void LanewiseLanes(ReadOnlySpan<float> kernel, Span<float> packed, int filters, int channels, int rows, int columns, int lanes) =>
        LaneBlocks.Run(kernel, packed, new LaneBlocks.Kernel(filters, 1, channels * rows * columns, 1, lanes), channels * rows * columns, LaneBlocks.Pack);

    /// <summary>3x3 kernels (filters x channels x 3 x 3), transformed to 36 products each, as block, product, channel, lane.</summary>
    public static void WinogradLanes(ReadOnlySpan<float> kernel, Span<float> packed, int filters, int channels, int lanes) =>
        LaneBlocks.Run(kernel, packed, new LaneBlocks.Kernel(filters, channels, 3, 3, lanes), channels * WinogradKernel.Products, LaneBlocks.PackWinograd);
}
