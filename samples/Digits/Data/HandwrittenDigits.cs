using CnnCompiler;
using CnnCompiler.Data;
using Digits.Drawing;

namespace Digits.Data;

/// <summary>Digits that the program draws itself: every one from the seed and its own number, as many as are wanted.</summary>
internal sealed class HandwrittenDigits : IDataSet, ILabelledImages
{
    private readonly byte[][] _images;

    /// <summary>Draws digits, each of the ten as often as the others.</summary>
    public HandwrittenDigits(int count, int seed)
    {
        _images = new byte[count][];
        Parallel.For(0, count, index => _images[index] = DigitRenderer.Draw(Label(index), new DrawingRandom(seed, index)).Pixels);
    }

    public int Count => _images.Length;

    public TensorShape InputShape => DigitClassifier.Architecture.InputShape;

    public int TargetLength => 1;

    public int? ClassCount => Glyphs.Count;

    public ReadOnlySpan<byte> Bytes(int index) => _images[index];

    public int Label(int index) => index % Glyphs.Count;

    public void Read(int index, int epoch, Span<float> input, Span<float> target)
    {
        // The same reading of bytes that the compiled net gets from [Input].
        var (factor, summand) = DigitClassifier.Architecture.Input.ByteScaling(0);
        byte[] image = _images[index];
        for (int pixel = 0; pixel < image.Length; pixel++)
            input[pixel] = image[pixel] * factor + summand;
        target[0] = Label(index);
    }
}
