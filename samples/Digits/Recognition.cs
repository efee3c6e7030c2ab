using System.Diagnostics;
using Digits.Imaging;

namespace Digits;

/// <summary>What the net says of one image, and how long it takes to say it.</summary>
/// <param name="Probabilities">The probability of each digit.</param>
/// <param name="Microseconds">The time of one prediction: the median of many.</param>
internal sealed record Recognition(float[] Probabilities, double Microseconds)
{
    /// <summary>A clock's tick is longer than a fast prediction: 20 are timed together, and 101 such runs give the median.</summary>
    private const int PredictionsPerRun = 20;
    private const int Runs = 101;

    /// <summary>The most probable digit.</summary>
    public int Digit => IndexOfLargest(Probabilities);

    /// <summary>Recognises a digit.</summary>
    /// <param name="image">Ink on 28 x 28 pixels.</param>
    /// <exception cref="DigitsException">The program was built without weights.</exception>
    public static Recognition Of(GreyImage image)
    {
        float[] probabilities = new float[DigitClassifier.OutputLength];
        RequireWeights();
        double[] times = new double[Runs];
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int prediction = 0; prediction < PredictionsPerRun; prediction++)
                DigitClassifier.Predict(image.Pixels, image.Width, probabilities);
            times[run] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / PredictionsPerRun;
        }
        Array.Sort(times);
        return new Recognition(probabilities, times[Runs / 2]);
    }

    /// <summary>Makes sure that the program was built with weights.</summary>
    /// <exception cref="DigitsException">It was not; the message says how to make them.</exception>
    public static void RequireWeights()
    {
        try
        {
            DigitClassifier.Predict(new float[DigitClassifier.InputLength], new float[DigitClassifier.OutputLength]);
        }
        catch (InvalidOperationException problem)
        {
            const string command = "dotnet run -c Release --project samples/Digits -- train --out samples/Digits/digits.safetensors";
            throw new DigitsException($"{problem.Message} Here: run \"{command}\", then build again.", problem);
        }
    }

    /// <summary>The place of the largest value; the first of equals.</summary>
    public static int IndexOfLargest(float[] values) => Array.IndexOf(values, values.Max());
}
