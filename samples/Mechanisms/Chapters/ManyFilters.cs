using CnnCompiler.Report;
using Mechanisms.Measurements;
using Mechanisms.Nets;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>Several filters a layer, and filters over several maps.</summary>
internal static class ManyFilters
{
    public static Chapter Chapter { get; } = new(
        "many-filters", "Many filters per layer",
        "28x28x1 with four 3x3x1 filters gives 26x26x4, then eight 3x3x4 filters give 24x24x8; colour is 28x28x3 with filters of 3x3x3; a 3x3x4 filter with ones on " +
        "channels 1 and 3 combines those two maps.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Declared<FourThenEight>();
        using var weights = Running.RandomWeights(FourThenEight.Architecture, seed: 1);
        var maps = FourThenEight.FeatureMaps.Load(weights);
        maps.Predict(settings.Image.Ink);
        output.Picture("four", Channels(maps.Filter0, 4), "Four feature maps beside one another: vertical, horizontal and the two diagonal edges.", "The first layer: 26x26x4.");
        output.Picture("eight", Channels(maps.Conv2D1, 4), "Eight feature maps in two lines; each is a mixture of the four.", "The second layer, its filters drawn by chance: 24x24x8.");
        output.Compare("Four 3x3x1 filters on 28x28x1", "26x26x4", FourThenEight.Info.Layers[0].OutputShape);
        output.Compare("Eight 3x3x4 filters on that", "24x24x8", FourThenEight.Info.Layers[1].OutputShape);
        output.Compare("Values of one filter of the second layer", "3x3x4 = 36", $"3x3x4 = {FourThenEight.Architecture.ParametersOf(1)[0].Length / 8}");

        output.Declared<Colour>();
        output.Compare("Values of one filter over a colour image", "3x3x3 = 27", $"3x3x3 = {Colour.Architecture.ParametersOf(0)[0].Length}");
        output.Measure("Map of one such filter on 28x28x3", Running.ShapeOf<Colour>());

        output.Declared<FirstAndThird>();
        var combined = new FirstAndThird.FeatureMaps();
        combined.Predict(settings.Image.Ink);
        output.Picture("combined", Channels(combined.FirstAndThird, 1), "The sum of two edge maps, smoothed.", "Ones on channels 1 and 3: vertical and diagonal edges together.");
        double error = Differences.Largest(combined.FirstAndThird.Values<float>(), SumOfFirstAndThird(combined.Filter0.Values<float>()));
        output.Compare("Ones on channels 1 and 3 combine those two maps and no other", "yes", error < 1e-4 ? "yes" : "no", $"largest difference from their sums {Text.Scientific(error)}");
    }

    private static Picture Channels(CnnCompiler.Inference.Tensor map, int across)
    {
        var shape = map.Info.Shape;
        var (rows, columns, channels) = (shape[0], shape[1], shape[2]);
        return Picture.Tile([.. Enumerable.Range(0, channels).Select(channel => Picture.RedBlue(map.Values<float>(), rows, columns, channels, channel, cell: 5))], across);
    }

    private static float[] SumOfFirstAndThird(ReadOnlySpan<float> maps)
    {
        float[] sums = new float[24 * 24];
        for (int row = 0; row < 24; row++)
            for (int column = 0; column < 24; column++)
                for (int tap = 0; tap < 9; tap++)
                {
                    int pixel = ((row + tap / 3) * 26 + column + tap % 3) * 4;
                    sums[row * 24 + column] += maps[pixel] + maps[pixel + 2];
                }
        return sums;
    }
}
