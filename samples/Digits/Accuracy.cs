using Digits.Data;
using Digits.Imaging;

namespace Digits;

/// <summary>Counts right answers of the compiled net.</summary>
internal static class Accuracy
{
    /// <summary>One prediction from bytes: the class's own, or that of an instance with loaded weights.</summary>
    public delegate void Predictor(ReadOnlySpan<byte> pixels, int rowStride, Span<float> output);

    /// <summary>The share of the images whose digit the net finds most probable.</summary>
    public static double Of(Predictor predict, ILabelledImages images)
    {
        float[] probabilities = new float[DigitClassifier.OutputLength];
        int right = 0;
        for (int index = 0; index < images.Count; index++)
        {
            predict(images.Bytes(index), DigitFrame.Size, probabilities);
            right += Recognition.IndexOfLargest(probabilities) == images.Label(index) ? 1 : 0;
        }
        return (double)right / images.Count;
    }
}
