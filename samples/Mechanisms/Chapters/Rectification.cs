using CnnCompiler.Inference;
using CnnCompiler.Report;
using Mechanisms.Experiment;
using Mechanisms.Measurements;
using Mechanisms.Nets;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>ReLU, and gradients through many layers.</summary>
internal static class Rectification
{
    private const int Side = 26;

    public static Chapter Chapter { get; } = new(
        "relu", "ReLU",
        "it keeps only positive correlation; its derivative is one, so gradients do not vanish over many layers as they do with sigmoid or tanh.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Declared<Rectified>();
        var maps = new Rectified.FeatureMaps();
        maps.Predict(settings.Image.Ink);
        float[] before = maps.VerticalEdge.Values<float>().ToArray();
        float[] after = maps.ReLU1.Values<float>().ToArray();
        output.Picture("before", Picture.RedBlue(before, Side, Side), "The edge map, red and blue.", "Before ReLU.");
        output.Picture("after", Picture.RedBlue(after, Side, Side), "The same map without its blue parts.", "Behind ReLU: what disagrees with the pattern is 0.");
        output.Compare("Smallest value behind ReLU", "0", Text.Number(after.Min(), 0));
        bool kept = before.Zip(after).All(pair => pair.Second == Math.Max(pair.First, 0));
        output.Compare("Positive values stay as they are", "yes", kept ? "yes" : "no");
        output.Compare("Slope of ReLU where it is positive", "1", Text.Number(SteepestSlope<OneReLU>(), 0));
        output.Measure("Steepest slope of the sigmoid", Text.Number(SteepestSlope<OneSigmoid>(), 2));
        output.Measure("Steepest slope of tanh", Text.Number(SteepestSlope<OneTanh>(), 2), "only at 0; further away it is smaller");

        output.Text($"A net of {VanishingGradients.Depth} convolutions of 8 filters, once with each activation: the length of the gradient of each layer's weights, for 64 drawn digits, before any training.");
        output.Code(VanishingGradients.Text);
        var results = VanishingGradients.Measure();
        output.Plot("gradients", Plot.Lines("layer", "length of the gradient", [.. results.Select(one => new PlotLine(one.Name, [.. one.Norms.Select((norm, layer) => (layer + 1.0, norm))]))], logarithmic: true),
            "Plot of the gradient's length by layer on a logarithmic scale: with the sigmoid it falls by many powers of ten from the last layer to the first.",
            "The length of each layer's gradient: the first layer is on the left, where the gradient arrives last.");
        foreach (var (name, norms) in results)
            output.Measure($"Gradient of the first layer as a part of the last one's, {name}", Text.Scientific(norms[0] / norms[^1]));
        double relu = Ratio(results, "ReLU");
        output.Compare("Through ReLU the gradient arrives at the first layer without vanishing (above a thousandth)", "yes", relu > 1e-3 ? "yes" : "no", Text.Scientific(relu));
        output.Compare("Through the sigmoid it vanishes (below a millionth)", "yes", Ratio(results, "Sigmoid") < 1e-6 ? "yes" : "no", Text.Scientific(Ratio(results, "Sigmoid")));
        double tanh = Ratio(results, "Tanh");
        output.Compare("Through tanh it vanishes (below a thousandth)", "yes", tanh < 1e-3 ? "yes" : "no",
            tanh < 1e-3 ? "" : "with weights drawn as Glorot and Bengio proposed for tanh it does not; the article's sentence is about nets without such weights");
    }

    private static double Ratio(IReadOnlyList<(string Name, double[] Norms)> results, string name)
    {
        double[] norms = results.First(one => one.Name == name).Norms;
        return norms[0] / norms[^1];
    }

    /// <summary>The steepest slope between neighbouring points of -4 to 4.</summary>
    private static double SteepestSlope<TNet>()
        where TNet : IFloatModel<TNet>
    {
        const float Step = 1 / 64f;
        return Enumerable.Range(-256, 512).Max(index =>
            (Running.Predict<TNet>([(index + 1) * Step])[0] - Running.Predict<TNet>([index * Step])[0]) / (double)Step);
    }
}
