using System.Globalization;
using CnnCompiler.Inference;

namespace CnnCompiler.Report;

/// <summary>The feature maps of an input, layer by layer.</summary>
internal static class FeatureMapPictures
{
    /// <summary>Beyond these a page becomes too large to send; it says how many it leaves out.</summary>
    private const int MostMaps = 48;
    private const int MostChannels = 16;
    private const int Across = 8;

    /// <summary>A channel is drawn on about as many pixels: larger maps with every second value or fewer, smaller ones with larger cells.</summary>
    private const int Side = 84;

    public static void Write(PageSection section, IFeatureMaps maps, string input, Layout layout)
    {
        if (input.Length > 0)
            section.Paragraph(input);
        section.Paragraph("Red is positive, blue negative; each channel by its own largest value.");
        var all = maps.All;
        int shown = Math.Min(all.Length, MostMaps);
        for (int index = 0; index < shown; index++)
            Write(section, all[index], layout);
        if (shown < all.Length)
            section.Paragraph(string.Create(CultureInfo.InvariantCulture, $"{all.Length - shown} more layers are left out."));
    }

    private static void Write(PageSection section, Tensor map, Layout layout)
    {
        var info = map.Info;
        string shape = string.Join('x', info.Shape.ToArray().Select(axis => axis.ToString(CultureInfo.InvariantCulture)));
        if (info.ElementType != TensorElementType.Float32 || info.Length == 0)
        {
            section.Paragraph($"{info.Name}: {shape}, {info.ElementType}, not drawn.");
            return;
        }
        var (height, width, channels, first) = Axes(info, layout);
        int across = channels == 1 ? 1 : Math.Min(channels, MostChannels);
        var pictures = Enumerable.Range(0, across).Select(channel => Draw(map.Values<float>(), height, width, channels, channel, first)).ToArray();
        string some = across < channels ? string.Create(CultureInfo.InvariantCulture, $", the first {across} of {channels} channels") : "";
        section.Picture(Picture.Tile(pictures, Across), $"{info.Name}: {Words(map.Values<float>())}", $"{info.Name}: {shape}{some}");
    }

    /// <summary>What the axes mean. A list of features is a map of one row.</summary>
    private static (int Height, int Width, int Channels, bool ChannelsFirst) Axes(TensorInfo info, Layout layout)
    {
        var axes = info.Shape;
        return axes.Length switch
        {
            4 when layout == Layout.Model => (axes[2], axes[3], axes[1], true),
            4 => (axes[1], axes[2], axes[3], false),
            3 => (axes[0], axes[1], axes[2], false),
            2 when axes[0] > 1 => (axes[0], axes[1], 1, false),
            _ => (1, info.Length, 1, false),
        };
    }

    private static Picture Draw(ReadOnlySpan<float> values, int height, int width, int channels, int channel, bool channelsFirst)
    {
        int step = Math.Max(1, (Math.Max(height, width) + Side - 1) / Side);
        // A long list of features keeps all its values, in lines below one another.
        if (height == 1 && channels == 1 && width > Side)
            (height, width, step) = ((width + Side - 1) / Side, Side, 1);
        var (rows, columns) = ((height + step - 1) / step, (width + step - 1) / step);
        float[] drawn = new float[rows * columns];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
            {
                long pixel = (long)row * step * width + column * step;
                long place = channelsFirst ? (long)channel * height * width + pixel : pixel * channels + channel;
                drawn[row * columns + column] = place < values.Length ? values[(int)place] : 0;
            }
        return Picture.RedBlue(drawn, rows, columns, cell: Math.Max(1, Side / Math.Max(rows, columns)));
    }

    private static string Words(ReadOnlySpan<float> values)
    {
        var (least, most, zeros) = (float.PositiveInfinity, float.NegativeInfinity, 0);
        foreach (float value in values)
            (least, most, zeros) = (MathF.Min(least, value), MathF.Max(most, value), zeros + (value == 0 ? 1 : 0));
        return string.Create(CultureInfo.InvariantCulture, $"values from {least:G3} to {most:G3}, {100.0 * zeros / values.Length:F0} % of them 0.");
    }
}
