using CnnCompiler.Data;
using Digits.Drawing;

namespace Digits.Data;

/// <summary>Digits that the program draws itself: every one from the seed and its own number, as many as are wanted.</summary>
internal static class HandwrittenDigits
{
    /// <summary>Draws digits, each of the ten as often as the others.</summary>
    public static ArrayDataSet Draw(int count, int seed)
    {
        var (shape, input) = (DigitClassifier.Architecture.InputShape, DigitClassifier.Architecture.Input);
        // The same reading of bytes that the compiled net gets from [Input].
        var (factor, summand) = input.ByteScaling(0);
        int[] labels = [.. Enumerable.Range(0, count).Select(index => index % Glyphs.Count)];
        float[] inputs = new float[count * shape.Length];
        Parallel.For(0, count, index =>
        {
            byte[] ink = DigitRenderer.Draw(labels[index], new DrawingRandom(seed, index)).Pixels;
            for (int pixel = 0; pixel < ink.Length; pixel++)
                inputs[index * shape.Length + pixel] = ink[pixel] * factor + summand;
        });
        return new ArrayDataSet(shape, inputs, labels, Glyphs.Count);
    }
}
