using CnnCompiler;
using CnnCompiler.Report;
using Digits;
using Mechanisms.Measurements;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>From the last maps to an answer.</summary>
internal static class Prediction
{
    public static Chapter Chapter { get; } = new(
        "prediction", "Prediction",
        "the last maps are flattened into a dense layer; small last maps keep the number of parameters down.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        var net = DigitClassifier.Architecture;
        output.Text("The net of the sample Digits, trained by that sample, on the image:");
        output.Code(string.Join("\n", DigitClassifier.Info.Layers.ToArray().Select(layer => $"{layer.Kind,-8} -> {layer.OutputShape,-9} {Text.Whole(layer.Parameters),6} parameters")));
        float[] probabilities = Running.Predict<DigitClassifier>(settings.Image.Ink);
        int digit = Array.IndexOf(probabilities, probabilities.Max());
        output.Plot("probabilities", Plot.Bars("probability", [.. probabilities.Select((probability, label) => ($"{label}", (double)probability))]),
            $"Bars of the ten probabilities: the longest is that of {digit}, {Text.Percent(probabilities[digit])}.", $"The net's answer: {digit}.");
        output.Measure("Answer for the image", Text.Whole(digit), Text.Percent(probabilities[digit]));

        int dense = Enumerable.Range(0, net.Layers.Count).Single(layer => net.Layers[layer] is Dense);
        var last = net.ShapeBefore(dense - 1);
        output.Check("Values that are flattened", $"{last} = {last.Length}", $"{last} = {net.ShapeBefore(dense).Length}");
        long small = net.ParametersOf(dense).Sum(parameter => parameter.Length);
        var unpooled = new Architecture(net.Input, [.. net.Layers.Where(layer => layer is not MaxPool)]);
        int unpooledDense = unpooled.Layers.Count - 2;
        long large = unpooled.ParametersOf(unpooledDense).Sum(parameter => parameter.Length);
        output.Measure("Parameters of the dense layer", Text.Whole(small));
        output.Measure("The same without pooling", Text.Whole(large), $"its last maps are {unpooled.ShapeBefore(unpooledDense - 1)}");
        output.Compare("Small last maps keep the parameters down", "yes", small < large ? "yes" : "no", $"{Text.Number((double)large / small, 0)} times fewer");
    }
}
