using CnnCompiler.Inference;
using Mechanisms.Measurements;
using Mechanisms.Nets;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>What filters that see one map each would be.</summary>
internal static class PerMapFilters
{
    public static Chapter Chapter { get; } = new(
        "per-map-filters", "Why not per-map filters",
        "eight 3x3x1 filters on each of four maps would give 24x24x32, and each would only refine the one feature before it (depthwise convolution with multiplier 8).", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Declared<EachMapAlone>();
        output.Compare("Eight filters for each of four maps", "24x24x32", Running.ShapeOf<EachMapAlone>());
        output.Text("The second layer by itself, with weights drawn by chance. One of the four maps is changed, and the outputs that change are counted.");
        output.Declared<FourMapsApart>();
        output.Declared<FourMapsTogether>();
        output.Check("Outputs that see a change of one map, each map by itself", "8 of 32", Changed<FourMapsApart>(FourMapsApart.Architecture, FourMapsApart.Load));
        output.Check("The same, eight filters over all maps", "8 of 8", Changed<FourMapsTogether>(FourMapsTogether.Architecture, FourMapsTogether.Load));
        output.Table("What the two cost", ["", "Output", "Weights and biases", "Multiply-adds"],
        [
            ["each map by itself", Running.ShapeOf<FourMapsApart>(), Text.Whole(FourMapsApart.Info.Parameters), Text.Whole(FourMapsApart.Info.MultiplyAdds)],
            ["all maps together", Running.ShapeOf<FourMapsTogether>(), Text.Whole(FourMapsTogether.Info.Parameters), Text.Whole(FourMapsTogether.Info.MultiplyAdds)],
        ]);
    }

    /// <summary>Which output maps change when the first input map does.</summary>
    private static string Changed<TNet>(CnnCompiler.Architecture architecture, Func<Stream, IPredictor> load)
        where TNet : IFloatModel<TNet>
    {
        using var weights = Running.RandomWeights(architecture, seed: 2);
        var net = load(weights);
        float[] input = [.. Enumerable.Range(0, TNet.InputLength).Select(index => index * 37 % 101 / 101f)];
        float[] before = new float[TNet.OutputLength];
        float[] after = new float[TNet.OutputLength];
        net.Predict(input, before);
        for (int pixel = 0; pixel < input.Length; pixel += 4)
            input[pixel] += 1;
        net.Predict(input, after);
        int channels = architecture.OutputShape.Channels;
        int changed = Enumerable.Range(0, channels).Count(channel => Enumerable.Range(0, before.Length / channels).Any(pixel => before[pixel * channels + channel] != after[pixel * channels + channel]));
        return $"{changed} of {channels}";
    }
}
