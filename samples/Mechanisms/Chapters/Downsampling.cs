using System.Globalization;
using CnnCompiler.Report;
using Mechanisms.Experiment;
using Mechanisms.Measurements;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>The experiment.</summary>
internal static class Downsampling
{
    public static Chapter Chapter { get; } = new(
        "downsampling", "Which downsampling is best",
        "stride 1 followed by max pooling beats stride 2, and beats a bigger filter with a stride.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        var (name, training, test, epochs) = DownsamplingExperiment.Open(settings.Mnist);
        output.Say(string.Create(CultureInfo.InvariantCulture,
            $"The same net with each way of downsampling, trained on {training.Count:N0} digits ({name}) for {epochs} epochs from {settings.Seeds} {(settings.Seeds == 1 ? "seed" : "seeds")}, judged by {test.Count:N0} others."));
        foreach (var variant in DownsamplingVariant.All)
            output.Code($"// {variant.Name}\n{string.Join(", ", variant.Net.Layers.Select(Describe))}");
        var results = DownsamplingExperiment.Run(training, test, epochs, settings.Seeds);
        output.Text("At equal width the strided nets do a third of the work or less; made wider until they do as much, they have two to three times the learned values.");
        output.Table("Results", ["Net", "Comparison", "Test accuracy", "Deviation over seeds", "Worst", "Best", "Parameters", "Multiply-adds", "Seconds a run"], results.Select(Row));
        output.Plot("accuracy", Plot.Bars("mistakes on test digits, %", [.. results.Select(result => (result.Variant.Name, 100 * (1 - result.Mean)))]),
            "Bars of the share of mistakes: " + string.Join("; ", results.Select(result => $"{result.Variant.Name} {Text.Percent(1 - result.Mean, 2)}")) + ".", "Mistakes on test digits: shorter is better.");
        var favourite = results[0];
        foreach (var other in results.Skip(1))
        {
            var (mean, low, high) = Statistics.Difference(favourite.Accuracies, other.Accuracies);
            string verdict = double.IsNaN(low) ? mean > 0 ? "better, from one seed" : "not better, from one seed" : low > 0 ? "beats it" : high < 0 ? "is beaten by it" : "no difference shown";
            output.Compare($"Stride 1 and max pooling against {other.Variant.Name} ({other.Variant.Group})", "beats it", verdict,
                double.IsNaN(low)
                    ? $"{Text.Number(100 * mean, 2)} points"
                    : $"{Text.Number(100 * mean, 2)} points, 95 % interval {Text.Number(100 * low, 2)} to {Text.Number(100 * high, 2)} from {settings.Seeds} paired seeds");
        }
        output.Say(Conclusion(results, settings.Seeds));
    }

    /// <summary>Whether the claim held, in a sentence.</summary>
    internal static string Conclusion(IReadOnlyList<DownsamplingResult> results, int seeds)
    {
        if (seeds < 2)
            return "One seed says nothing about the claim: use --seeds 5 or more.";
        string[] parts = [.. new[] { DownsamplingVariant.EqualWidth, DownsamplingVariant.EqualWork }.Select(group =>
        {
            var differences = results.Skip(1).Where(result => result.Variant.Group == group).Select(rival => Statistics.Difference(results[0].Accuracies, rival.Accuracies)).ToArray();
            var (held, broken) = (differences.Count(difference => difference.Low > 0), differences.Count(difference => difference.High < 0));
            string verdict = held == differences.Length ? "held"
                : broken > 0 ? $"did not hold: {(broken == 1 ? "one net was" : $"{broken} nets were")} clearly better than it"
                : held == 0 ? "was not borne out: no net was clearly better or worse"
                : $"held against {held} of {differences.Length} nets, and showed no clear difference from the others";
            return $"at {group} the claim {verdict}";
        })];
        return $"On these digits, {parts[0]}; {parts[1]}.";
    }

    private static IReadOnlyList<string> Row(DownsamplingResult result) =>
    [
        result.Variant.Name, result.Variant.Group, Text.Percent(result.Mean, 2), double.IsNaN(result.Deviation) ? "one seed" : Text.Percent(result.Deviation, 2),
        Text.Percent(result.Accuracies.Min(), 2), Text.Percent(result.Accuracies.Max(), 2), Text.Whole(result.Variant.Parameters), Text.Whole(result.Variant.MultiplyAdds),
        Text.Number(result.Seconds, 1),
    ];

    private static string Describe(CnnCompiler.Layer layer) => layer switch
    {
        CnnCompiler.Conv2D conv => FormattableString.Invariant($"Conv2D({conv.Filters}, {conv.KernelHeight}{(conv.Stride > 1 ? $", Stride = {conv.Stride}" : "")})"),
        CnnCompiler.MaxPool => "MaxPool(2)",
        CnnCompiler.Dense dense => FormattableString.Invariant($"Dense({dense.Units})"),
        _ => layer.Kind,
    };
}
