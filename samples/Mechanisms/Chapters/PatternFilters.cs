using CnnCompiler;
using CnnCompiler.Report;
using Mechanisms.Measurements;
using Mechanisms.Nets;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>Hand-made filters.</summary>
internal static class PatternFilters
{
    private const int Side = 26;

    public static Chapter Chapter { get; } = new(
        "filters", "Filters as pattern detectors",
        "3x3 filters made by hand detect vertical, horizontal and diagonal edges, sharpen and blur; each output is the dot product of the filter with the pixels " +
        "below it, which is the cross-correlation; a filter can be drawn as a heat map.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Declared<PatternDetectors>();
        var filter = (Filter)PatternDetectors.Architecture.Layers[0];
        float[] maps = Running.Predict<PatternDetectors>(settings.Image.Ink);
        double error = 0;
        for (int kind = 0; kind < filter.Kinds.Count; kind++)
        {
            string name = Name(filter.Kinds[kind]);
            float[] values = new Filter(filter.Kinds[kind]).Kernel(TensorShape.Map(28, 28, 1));
            output.Picture($"filter-{Slug(name)}", Drawing.HeatMap(values, 3, 3), $"Heat map of the filter {name}: {Drawing.Words(values, 3)}.", $"The filter {name}: {Drawing.Words(values, 3)}.");
            output.Picture($"map-{Slug(name)}", Picture.RedBlue(maps, Side, Side, filter.Kinds.Count, kind), $"The feature map of {name}, red where it is positive, blue where it is negative.",
                $"What {name} makes of the image.");
            error = Math.Max(error, DotProductError(settings.Image.Ink, values, maps, filter.Kinds.Count, kind));
        }
        output.Measure("Maps of six filters on 28x28", Running.ShapeOf<PatternDetectors>());
        output.Compare("Every output is the dot product with the 3x3 pixels below it", "yes", error < 1e-5 ? "yes" : "no",
            $"largest difference from products summed in float64: {Text.Scientific(error)}");
    }

    private static double DotProductError(float[] image, float[] filter, float[] maps, int channels, int channel)
    {
        double worst = 0;
        for (int row = 0; row < Side; row++)
            for (int column = 0; column < Side; column++)
            {
                double sum = 0;
                for (int tap = 0; tap < 9; tap++)
                    sum += (double)filter[tap] * image[(row + tap / 3) * TourImage.Size + column + tap % 3];
                worst = Math.Max(worst, Math.Abs(sum - maps[(row * Side + column) * channels + channel]));
            }
        return worst;
    }

    internal static string Name(FilterKind kind) =>
        string.Concat(kind.ToString().Select((letter, index) => (index > 0 && char.IsUpper(letter) ? " " : "") + char.ToLowerInvariant(letter)));

    private static string Slug(string name) => name.Replace(' ', '-');
}
