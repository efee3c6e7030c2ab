using System.ComponentModel;

namespace CnnCompiler.Weights;

/// <summary>
/// The orders in which kernels read their weights. Output channels are the innermost axis, in blocks of 16 lanes (8 or 4 where there are no
/// more), which serves vectors of every width; lanes without a channel hold zeros. Generated code calls it once, when weights are loaded.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WeightPacking
{
    /// <summary>One value for each channel.</summary>
    public static void Lanes(float[] values, Span<float> packed)
    {
        packed.Clear();
        values.CopyTo(packed);
    }

    /// <summary>A kernel (filters x channels x rows x columns) as block, column, channel, row, lane.</summary>
    public static void ConvolutionLanes(float[] kernel, Span<float> packed, int filters, int channels, int rows, int columns, int lanes)
    {
        packed.Clear();
        int block = columns * channels * rows * lanes;
        for (int filter = 0; filter < filters; filter++)
            for (int channel = 0; channel < channels; channel++)
                for (int row = 0; row < rows; row++)
                    for (int column = 0; column < columns; column++)
                        packed[filter / lanes * block + ((column * channels + channel) * rows + row) * lanes + filter % lanes] =
                            kernel[((filter * channels + channel) * rows + row) * columns + column];
    }

    /// <summary>Dense weights (outputs x channels x pixels) as block, pixel, channel, lane: the order in which a map lies in memory.</summary>
    public static void DenseLanes(float[] weights, Span<float> packed, int outputs, int channels, int pixels, int lanes)
    {
        packed.Clear();
        int inputs = channels * pixels;
        for (int output = 0; output < outputs; output++)
            for (int channel = 0; channel < channels; channel++)
                for (int pixel = 0; pixel < pixels; pixel++)
                    packed[output / lanes * inputs * lanes + (pixel * channels + channel) * lanes + output % lanes] =
                        weights[output * inputs + channel * pixels + pixel];
    }

    /// <summary>A grouped kernel (filters x channels x rows x columns) as block, channel, row, column, lane.</summary>
    public static void LanewiseLanes(float[] kernel, Span<float> packed, int filters, int channels, int rows, int columns, int lanes)
    {
        packed.Clear();
        int taps = channels * rows * columns;
        for (int filter = 0; filter < filters; filter++)
            for (int tap = 0; tap < taps; tap++)
                packed[filter / lanes * taps * lanes + tap * lanes + filter % lanes] = kernel[filter * taps + tap];
    }

    /// <summary>3x3 kernels (filters x channels x 3 x 3), transformed to 36 products each, as block, product, channel, lane.</summary>
    public static void WinogradLanes(float[] kernel, Span<float> packed, int filters, int channels, int lanes)
    {
        packed.Clear();
        const int taps = 9;
        Span<double> transformed = stackalloc double[WinogradKernel.Products];
        for (int filter = 0; filter < filters; filter++)
            for (int channel = 0; channel < channels; channel++)
            {
                WinogradKernel.Transform(kernel.AsSpan((filter * channels + channel) * taps, taps), transformed);
                for (int product = 0; product < transformed.Length; product++)
                    packed[((filter / lanes * transformed.Length + product) * channels + channel) * lanes + filter % lanes] = (float)transformed[product];
            }
    }
}
