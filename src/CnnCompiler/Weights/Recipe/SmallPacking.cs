namespace CnnCompiler.Weights;

/// <summary>
/// The orders of <see cref="LaneBlocks"/> value by value: for small kernels, where compiling what moves many at a time takes longer than this. The methods
/// run once and unoptimised, so they call little and take no memory of the stack, which would have them optimised.
/// </summary>
internal static class SmallPacking
{
    /// <summary>Channel x row x column of each filter as block, column, channel, row, lane.</summary>
    public static void Pack(ReadOnlySpan<float> source, Span<float> packed, LaneBlocks.Kernel kernel)
    {
        packed.Clear();
        int index = 0;
        for (int filter = 0; filter < kernel.Filters; filter++)
        {
            int start = filter / kernel.Lanes * kernel.Taps * kernel.Lanes + filter % kernel.Lanes;
            for (int channel = 0; channel < kernel.Channels; channel++)
                for (int row = 0; row < kernel.Rows; row++)
                    for (int column = 0; column < kernel.Columns; column++)
                        packed[start + ((column * kernel.Channels + channel) * kernel.Rows + row) * kernel.Lanes] = source[index++];
        }
    }

    /// <summary>Channel x row x column of each filter, transformed in both directions, as block, product, channel, lane.</summary>
    public static void PackWinograd(ReadOnlySpan<float> source, Span<float> packed, LaneBlocks.Kernel kernel)
    {
        var (down, across) = (new WinogradKernel(kernel.Rows, kernel.Points.Down), new WinogradKernel(kernel.Columns, kernel.Points.Across));
        int products = kernel.Points.Down * kernel.Points.Across;
        double[] taps = new double[kernel.Rows * kernel.Columns];
        double[] half = new double[kernel.Points.Down * kernel.Columns];
        double[] values = new double[products];
        packed.Clear();
        for (int filter = 0; filter < kernel.Filters; filter++)
            for (int channel = 0; channel < kernel.Channels; channel++)
            {
                for (int tap = 0; tap < taps.Length; tap++)
                    taps[tap] = source[(filter * kernel.Channels + channel) * taps.Length + tap];
                for (int column = 0; column < kernel.Columns; column++)
                    down.Transform(taps, column, kernel.Columns, half, column, kernel.Columns);
                for (int row = 0; row < kernel.Points.Down; row++)
                    across.Transform(half, row * kernel.Columns, 1, values, row * kernel.Points.Across, 1);
                int start = (filter / kernel.Lanes * products * kernel.Channels + channel) * kernel.Lanes + filter % kernel.Lanes;
                for (int product = 0; product < products; product++)
                    packed[start + product * kernel.Channels * kernel.Lanes] = (float)values[product];
            }
    }

    /// <summary>Channel x part x row x column of each filter, the columns of each part transformed, as block, point, part, channel, column, lane.</summary>
    public static void PackWinogradRows(ReadOnlySpan<float> source, Span<float> packed, LaneBlocks.Kernel kernel)
    {
        int parts = kernel.Parts;
        int points = kernel.Points.Down;
        int length = kernel.Rows / parts;
        var transform = new WinogradKernel(length, points);
        double[] taps = new double[length * kernel.Columns];
        double[] values = new double[points];
        packed.Clear();
        for (int filter = 0; filter < kernel.Filters; filter++)
            for (int channel = 0; channel < kernel.Channels; channel++)
                for (int part = 0; part < parts; part++)
                {
                    for (int tap = 0; tap < taps.Length; tap++)
                        taps[tap] = source[((filter * kernel.Channels + channel) * parts + part) * taps.Length + tap];
                    for (int column = 0; column < kernel.Columns; column++)
                    {
                        transform.Transform(taps, column, kernel.Columns, values, 0, 1);
                        int first = filter / kernel.Lanes * points;
                        for (int point = 0; point < points; point++)
                            packed[((((first + point) * parts + part) * kernel.Channels + channel) * kernel.Columns + column) * kernel.Lanes + filter % kernel.Lanes] = (float)values[point];
                    }
                }
    }
}
