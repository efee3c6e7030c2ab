using System.Globalization;
using CnnCompiler.Data;
using Spectre.Console;

namespace Digits.Commands;

/// <summary>Measures the compiled net on the MNIST test images.</summary>
internal static class EvaluateCommand
{
    public static int Run(IAnsiConsole screen, string directory)
    {
        Recognition.RequireWeights();
        var images = Mnist.Test(directory, DigitClassifier.Architecture.Input);
        screen.WriteLine(Describe(Accuracy.Of(DigitClassifier.Predict, images)));
        return 0;
    }

    /// <summary>The line that scripts look for.</summary>
    public static string Describe(double accuracy) => string.Create(CultureInfo.InvariantCulture, $"accuracy: {accuracy:F4}");
}
