using CnnCompiler.Data;

namespace Digits;

/// <summary>Counts right answers of the compiled net.</summary>
internal static class Accuracy
{
    /// <summary>One prediction: the class's own, or that of an instance with loaded weights.</summary>
    public delegate void Predictor(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>The share of the images whose digit the net finds most probable.</summary>
    public static double Of(Predictor predict, IDataSet images)
    {
        float[] input = new float[DigitClassifier.InputLength], probabilities = new float[DigitClassifier.OutputLength], digit = new float[1];
        int right = 0;
        for (int index = 0; index < images.Count; index++)
        {
            images.Read(index, epoch: 0, input, digit);
            predict(input, probabilities);
            right += Recognition.IndexOfLargest(probabilities) == digit[0] ? 1 : 0;
        }
        return (double)right / images.Count;
    }
}
