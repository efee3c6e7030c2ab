using System.Globalization;
using CnnCompiler.Images;
using Spectre.Console;

namespace Cifar.Commands;

/// <summary>Tells what is on PNG files.</summary>
internal static class PredictCommand
{
    private const int Shown = 3;

    public static int Run(IAnsiConsole screen, IReadOnlyList<string> files)
    {
        float[] input = new float[CifarClassifier.InputLength], probabilities = new float[CifarClassifier.OutputLength];
        foreach (string file in files)
        {
            PngImage.Read(file).CopyTo(input, CifarClassifier.Architecture.Input, ImageFit.Crop);
            CifarClassifier.Predict(input, probabilities);
            var best = Enumerable.Range(0, probabilities.Length).OrderByDescending(number => probabilities[number]).Take(Shown);
            screen.WriteLine($"{file}: {string.Join(", ", best.Select(number => Describe(number, probabilities[number])))}");
        }
        return 0;
    }

    private static string Describe(int number, float probability) =>
        string.Create(CultureInfo.InvariantCulture, $"{CifarClassifier.ClassNames[number]} {100 * probability:F1} %");
}
