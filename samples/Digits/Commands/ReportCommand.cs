using CnnCompiler.Data;
using CnnCompiler.Report;
using CnnCompiler.Weights;
using Digits.Data;
using Digits.Imaging;
using Spectre.Console;

namespace Digits.Commands;

/// <summary>Writes a page about the net that the program was built with.</summary>
internal static class ReportCommand
{
    /// <summary>Where the page goes unless the user says otherwise.</summary>
    public const string DefaultFile = "digits-report.html";

    private const int DrawnImages = 2000;
    private const int DrawnSeed = 17;
    private const int ShownDigit = 4;

    public static int Run(IAnsiConsole screen, string file, string? image, string? mnist, string? log)
    {
        if (file.Length == 0)
            throw new DigitsException("--out takes the name of a file; found an empty one.");
        Recognition.RequireWeights();
        var shown = image is null ? ShippedImages.Read(ShownDigit) : DigitFrame.ReadFile(image);
        var report = ModelReport.Of<DigitClassifier>();
        report.AddFilters(DigitClassifier.Architecture, WeightFile.OpenResource(typeof(DigitClassifier).Assembly, "CnnModel/" + DigitClassifier.Info.WeightFile));
        var maps = new DigitClassifier.FeatureMaps();
        maps.Predict(shown.Pixels, shown.Width);
        report.AddFeatureMaps(maps, $"The input is {image ?? $"a {ShownDigit} that the program has drawn"}.");
        report.AddConfusion(
            [.. Enumerable.Range(0, DigitClassifier.OutputLength).Select(digit => $"{digit}")],
            Count(mnist is null ? HandwrittenDigits.Draw(DrawnImages, DrawnSeed) : Mnist.Test(mnist, DigitClassifier.Architecture.Input)));
        if (log is not null)
            report.AddLearningLog(log);
        report.WriteHtml(file);
        screen.WriteLine($"Wrote {file}.");
        return 0;
    }

    private static long[,] Count(IDataSet images)
    {
        long[,] counts = new long[DigitClassifier.OutputLength, DigitClassifier.OutputLength];
        float[] input = new float[DigitClassifier.InputLength], probabilities = new float[DigitClassifier.OutputLength], digit = new float[1];
        for (int index = 0; index < images.Count; index++)
        {
            images.Read(index, epoch: 0, input, digit);
            DigitClassifier.Predict(input, probabilities);
            counts[(int)digit[0], Recognition.IndexOfLargest(probabilities)]++;
        }
        return counts;
    }
}
