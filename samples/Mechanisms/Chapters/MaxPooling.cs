using CnnCompiler.Inference;
using CnnCompiler.Report;
using Mechanisms.Measurements;
using Mechanisms.Nets;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>The largest, the mean and the smallest of every 2x2 block.</summary>
internal static class MaxPooling
{
    private const int Side = 13;

    public static Chapter Chapter { get; } = new(
        "max-pooling", "Max pooling",
        "2x2 makes 13x13 of 26x26, a quarter of the values; minimum pooling behind ReLU throws the activations away.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Declared<MaxPooled>();
        var largest = new MaxPooled.FeatureMaps();
        var mean = new AveragePooled.FeatureMaps();
        var smallest = new MinPooled.FeatureMaps();
        largest.Predict(settings.Image.Ink);
        mean.Predict(settings.Image.Ink);
        smallest.Predict(settings.Image.Ink);
        float[] before = largest.ReLU1.Values<float>().ToArray();
        output.Picture("before", Picture.RedBlue(before, 26, 26, cell: 6), "The edge map behind ReLU.", "Behind ReLU: 26x26.");
        float scale = before.Max();
        Show(output, "max", largest.MaxPool2, scale, "the largest");
        Show(output, "average", mean.AveragePool2, scale, "the mean");
        Show(output, "min", smallest.MinPool2, scale, "the smallest");
        output.Compare("Map behind 2x2 pooling of 26x26", "13x13", ReceptiveFields.MapOf<MaxPooled>());
        output.Compare("Values kept", "1/4", before.Length == 4 * MaxPooled.OutputLength ? "1/4" : $"{MaxPooled.OutputLength}/{before.Length}");
        double whole = before.Max();
        float[] max = largest.MaxPool2.Values<float>().ToArray(), average = mean.AveragePool2.Values<float>().ToArray(), min = smallest.MinPool2.Values<float>().ToArray();
        output.Measure("Strongest activation left by the largest", Text.Percent(max.Max() / whole));
        output.Measure("Strongest activation left by the mean", Text.Percent(average.Max() / whole));
        output.Measure("Strongest activation left by the smallest", Text.Percent(min.Max() / whole));
        output.Measure("Sum of activations left by the smallest, as a part of the largest's", Text.Percent(min.Sum() / max.Sum()));
        output.Compare("Minimum pooling throws most of the activations away (under a quarter of max pooling's sum is left)", "yes", min.Sum() < max.Sum() / 4 ? "yes" : "no",
            "what is left are blocks that lie wholly on a strong edge: the thicker the pen, the more of them");
    }

    private static void Show(ChapterWriter output, string name, Tensor map, float scale, string what) => output.Picture(
        name, Picture.RedBlue(map.Values<float>(), Side, Side, cell: 12, scale: scale), $"The map of {what} of every 2x2 block.", $"Of every 2x2 block {what}: 13x13, in the same colours.");
}
