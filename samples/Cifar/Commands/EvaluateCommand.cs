using System.Globalization;
using CnnCompiler.Data;
using Spectre.Console;

namespace Cifar.Commands;

/// <summary>Measures the compiled net on CIFAR-10's test images.</summary>
internal static class EvaluateCommand
{
    /// <summary>One prediction: the class's own, or that of an instance with loaded weights.</summary>
    public delegate void Predictor(ReadOnlySpan<float> input, Span<float> output);

    public static int Run(IAnsiConsole screen, string directory)
    {
        Write(screen, CifarClassifier.Predict, CifarFiles.Test(directory));
        return 0;
    }

    /// <summary>Writes the share of right answers for each class, and the line that scripts look for.</summary>
    public static void Write(IAnsiConsole screen, Predictor predict, IDataSet images)
    {
        float[] input = new float[CifarClassifier.InputLength], probabilities = new float[CifarClassifier.OutputLength], label = new float[1];
        int[] right = new int[probabilities.Length], all = new int[probabilities.Length];
        for (int index = 0; index < images.Count; index++)
        {
            images.Read(index, epoch: 0, input, label);
            predict(input, probabilities);
            all[(int)label[0]]++;
            right[(int)label[0]] += Array.IndexOf(probabilities, probabilities.Max()) == label[0] ? 1 : 0;
        }
        for (int number = 0; number < all.Length; number++)
            screen.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{CifarClassifier.ClassNames[number],-12} {right[number],5} of {all[number],5}"));
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"accuracy: {(double)right.Sum() / images.Count:F4}"));
    }
}
