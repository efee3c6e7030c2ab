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
    /// <summary>Values from which on copies in squares pay for their compilation, which takes 1.5 ms.</summary>
    private const int LeastInSquares = 1 << 14;

    /// <summary>One value for each channel.</summary>
    public static void Lanes(ReadOnlySpan<float> values, Span<float> packed)
    {
        values.CopyTo(packed);
        packed[values.Length..].Clear();
    }

    /// <summary>A kernel (filters x channels x rows x columns) as block, column, channel, row, lane.</summary>
    public static void ConvolutionLanes(ReadOnlySpan<float> kernel, Span<float> packed, int filters, int channels, int rows, int columns, int lanes) =>
        PackLanes(kernel, packed, new LaneBlocks.Kernel(filters, channels, rows, columns, lanes));

    /// <summary>Dense weights (outputs x channels x pixels) as block, pixel, channel, lane: the order in which a map lies in memory.</summary>
    public static void DenseLanes(ReadOnlySpan<float> weights, Span<float> packed, int outputs, int channels, int pixels, int lanes) =>
        PackLanes(weights, packed, new LaneBlocks.Kernel(outputs, channels, 1, pixels, lanes));

    /// <summary>Dense weights (channels x pixels x outputs) as block, pixel, channel, lane: the order in which a map lies in memory.</summary>
    public static void DenseRows(ReadOnlySpan<float> weights, Span<float> packed, int outputs, int channels, int pixels, int lanes) =>
        LaneBlocks.Run(weights, packed, new LaneBlocks.Kernel(outputs, channels, 1, pixels, lanes) { IsTransposed = true }, channels * pixels, LaneBlocks.PackRows);

    /// <summary>
    /// Dense weights (outputs x channels x pixels) as block of outputs, step of inputs, output, lane: the lanes of a step are inputs that lie side by side,
    /// and zeros fill up the last step and the last block.
    /// </summary>
    public static void DotProductLanes(ReadOnlySpan<float> weights, Span<float> packed, int outputs, int channels, int pixels, int block, int lanes)
    {
        packed.Clear();
        int inputs = channels * pixels;
        int steps = (inputs + lanes - 1) / lanes;
        for (int output = 0; output < outputs; output++)
            for (int channel = 0; channel < channels; channel++)
                for (int pixel = 0; pixel < pixels; pixel++)
                {
                    int input = pixel * channels + channel;
                    packed[((output / block * steps + input / lanes) * block + output % block) * lanes + input % lanes] = weights[output * inputs + channel * pixels + pixel];
                }
    }

    /// <summary>A kernel of up to four filters (filters x channels x rows x columns) as column, channel, row, and four lanes several times over.</summary>
    public static void RepeatedLanes(ReadOnlySpan<float> kernel, Span<float> packed, int filters, int channels, int rows, int columns, int repeats)
    {
        const int lanes = 4;
        packed.Clear();
        for (int column = 0; column < columns; column++)
            for (int channel = 0; channel < channels; channel++)
                for (int row = 0; row < rows; row++)
                    for (int lane = 0; lane < repeats * lanes; lane++)
                        if (lane % lanes < filters)
                            packed[((column * channels + channel) * rows + row) * repeats * lanes + lane] = kernel[((lane % lanes * channels + channel) * rows + row) * columns + column];
    }

    /// <summary>A grouped kernel (filters x channels x rows x columns) as block, channel, row, column, lane.</summary>
    public static void LanewiseLanes(ReadOnlySpan<float> kernel, Span<float> packed, int filters, int channels, int rows, int columns, int lanes) =>
        PackLanes(kernel, packed, new LaneBlocks.Kernel(filters, 1, channels * rows * columns, 1, lanes));

    /// <summary>Kernels (filters x channels x rows x columns), transformed to one product for each pair of points, as block, product, channel, lane.</summary>
    public static void WinogradLanes(
        ReadOnlySpan<float> kernel, Span<float> packed, int filters, int channels, int rows, int columns, (int Down, int Across) points, int lanes)
    {
        var axes = new LaneBlocks.Kernel(filters, channels, rows, columns, lanes) { Points = points };
        if (packed.Length < LeastInSquares)
            SmallPacking.PackWinograd(kernel, packed, axes);
        else
            LaneBlocks.Run(kernel, packed, axes, channels * points.Down * points.Across, LaneBlocks.PackWinograd);
    }

    /// <summary>
    /// Kernels (filters x channels x rows x columns), cut into parts from top to bottom, and each column of a part transformed to one value for each
    /// point, as block, point, part, channel, column, lane.
    /// </summary>
    public static void WinogradRowLanes(ReadOnlySpan<float> kernel, Span<float> packed, int filters, int channels, int rows, int columns, int parts, int points, int lanes)
    {
        var axes = new LaneBlocks.Kernel(filters, channels, rows, columns, lanes) { Points = (points, 1), Parts = parts };
        if (packed.Length < LeastInSquares)
            SmallPacking.PackWinogradRows(kernel, packed, axes);
        else
            LaneBlocks.Run(kernel, packed, axes, channels * parts * columns * points, LaneBlocks.PackWinogradRows);
    }

    private static void PackLanes(ReadOnlySpan<float> source, Span<float> packed, LaneBlocks.Kernel kernel)
    {
        if (packed.Length < LeastInSquares)
            SmallPacking.Pack(source, packed, kernel);
        else
            LaneBlocks.Run(source, packed, kernel, kernel.Taps, LaneBlocks.Pack);
    }
}
