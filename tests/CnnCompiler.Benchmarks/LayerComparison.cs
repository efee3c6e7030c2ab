using System.Globalization;
using CnnCompiler.Inference;
using CnnCompiler.Nets;
using CnnCompiler.Oracle;
using CnnCompiler.Testing.Models;

namespace CnnCompiler.Benchmarks;

/// <summary>
/// Times every layer of a net by itself, with the strategy that the compiler chooses and with the others that fit, so that a wrong choice is seen.
/// Copies that a layer alone needs, of an input with a border or an output whose channels fill no vector, are counted on all sides.
/// </summary>
internal static class LayerComparison
{
    private static readonly string[] Titles = ["net", "layer", "shapes", "strategy", "chosen", "us", "GFLOP/s", "of peak", ""];

    /// <summary>Measures and prints.</summary>
    /// <param name="nets">The nets.</param>
    /// <param name="options">How it is measured.</param>
    /// <returns>The process's exit code.</returns>
    public static int Run(IReadOnlyList<CompiledNet> nets, CompareOptions options)
    {
        PinnedThread.Pin();
        var peak = new Stopwatches.Series(FmaPeak.Run);
        peak.WarmUp();
        var results = new List<LayerResult>();
        try
        {
            foreach (var net in nets)
                results.AddRange(Measure(net, options.Rounds, peak));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{ModelInfo.InstructionSet}, {options.Rounds} rounds, FMA peak {FmaPeak.FlopsPerCall / peak.Median / 1e3:F0} GFLOP/s"));
            Table.Print([Titles, .. results.Select(result => Cells(result, results))]);
            if (options.Json is { } json)
                ResultFile.Write(json, results);
            return 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The results cannot be written to {options.Json}: {problem.Message}");
            return 2;
        }
    }

    private static IEnumerable<LayerResult> Measure(CompiledNet net, int rounds, Stopwatches.Series peak)
    {
        var variants = LayerVariants.Of(OnnxModelWriter.Write(net.Architecture, RandomWeights.Of(net.Architecture, 1)));
        Stopwatches.Series[] series = [.. variants.Select(variant => new Stopwatches.Series(CallOf(variant.Predictor)))];
        foreach (var one in series)
            one.WarmUp();
        for (int round = 0; round < rounds; round++)
        {
            peak.Measure();
            foreach (var one in series)
                one.Measure();
        }
        return variants.Zip(series, (variant, one) =>
        {
            double speed = 2e-3 * variant.MultiplyAdds / one.Median;
            return new LayerResult(
                net.Name, variant.Layer, variant.Shapes, variant.Strategy, variant.IsChosen, one.Median, speed, speed * 1e3 * peak.Median / FmaPeak.FlopsPerCall);
        });
    }

    private static Action CallOf(IPredictor predictor)
    {
        float[] input = new RandomValues(1).Bell(predictor.InputLength, 1);
        float[] output = new float[predictor.OutputLength];
        return () => predictor.Predict(input, output);
    }

    private static string[] Cells(LayerResult result, IEnumerable<LayerResult> all)
    {
        var rivals = all.Where(other => other.Net == result.Net && other.Layer == result.Layer);
        double best = rivals.Min(other => other.Microseconds);
        return
        [
            result.Net, result.Layer, result.Shapes, result.Strategy, result.IsChosen ? "yes" : "", Table.Text(result.Microseconds, "F2"),
            Table.Text(result.Gflops, "F1"), Table.Text(result.PeakShare, "P0"),
            result.IsChosen && result.Microseconds > 1.05 * best ? "another is faster" : "",
        ];
    }
}
