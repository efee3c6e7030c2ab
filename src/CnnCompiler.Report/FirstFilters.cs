using System.Globalization;

namespace CnnCompiler.Report;

/// <summary>The filters of a layer as heat maps.</summary>
internal static class FirstFilters
{
    /// <summary>More filters than these are told of by number alone.</summary>
    private const int MostFilters = 64;
    private const int Across = 8;

    /// <summary>The sides of a filter's picture that it is drawn to at least, in pixels.</summary>
    private const int LeastSide = 48;

    /// <summary>The position of the first layer that has filters.</summary>
    public static int? Find(Architecture architecture)
    {
        for (int layer = 0; layer < architecture.Layers.Count; layer++)
            if (architecture.Layers[layer] is ConvolutionLayer or Filter)
                return layer;
        return null;
    }

    public static void Write(PageSection section, string layer, ReadOnlySpan<float> values, IReadOnlyList<int> shape)
    {
        if (shape.Count is not (3 or 4) || shape.Any(axis => axis < 1) || shape.Aggregate(1L, (product, axis) => product * axis) != values.Length)
            throw new ArgumentException(FormattableString.Invariant(
                $"Filters have the axes out x in x height x width, or out x in x length; found [{string.Join(", ", shape)}] and {values.Length} values."), nameof(shape));
        var (filters, channels, height, width) = (shape[0], shape[1], shape.Count == 4 ? shape[2] : 1, shape[^1]);
        int area = height * width;
        int cell = Math.Clamp(LeastSide / Math.Max(height, width), 1, 32);
        int shown = Math.Min(filters, MostFilters);
        var pictures = new List<Picture>();
        for (int filter = 0; filter < shown; filter++)
            pictures.Add(Draw(values.Slice(filter * channels * area, channels * area), channels, height, width, cell));
        section.Paragraph(string.Create(CultureInfo.InvariantCulture, $"Layer {layer}: {filters} filters of {height}x{width}x{channels}") +
            (shown < filters ? string.Create(CultureInfo.InvariantCulture, $", the first {shown} are shown.") : "."));
        section.Picture(Picture.Tile(pictures, Across),
            string.Create(CultureInfo.InvariantCulture, $"Heat maps of {shown} filters, {(channels == 3 ? "in colours" : "red for positive and blue for negative values")}."),
            channels == 3 ? "Each filter as a colour image: the mean grey is 0." : channels == 1 ? "Red is positive, blue negative; each filter by its own largest value."
                : "Red is positive, blue negative; the mean over the channels, each filter by its own largest value.");
    }

    /// <summary>Three channels are colours; others are shown by their mean.</summary>
    private static Picture Draw(ReadOnlySpan<float> filter, int channels, int height, int width, int cell)
    {
        int area = height * width;
        float[] mean = new float[area];
        for (int index = 0; index < filter.Length; index++)
            mean[index % area] += filter[index] / channels;
        if (channels != 3)
            return Picture.RedBlue(mean, height, width, cell: cell);
        float most = 0;
        foreach (float value in filter)
            most = MathF.Max(most, MathF.Abs(value));
        var picture = new Picture(width, height, cell);
        for (int pixel = 0; pixel < area; pixel++)
            picture.Fill(pixel / width, pixel % width, new Rgb(Light(filter[pixel]), Light(filter[area + pixel]), Light(filter[2 * area + pixel])));
        return picture;

        byte Light(float value) => (byte)Math.Clamp(Math.Round(127.5 * (1 + (most > 0 ? value / most : 0))), 0, 255);
    }
}
