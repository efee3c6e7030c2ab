using CnnCompiler.Data;
using Digits.Data;

namespace Digits.Commands;

/// <summary>What a run learns from, what it looks at after each epoch, and what it is judged by at the end.</summary>
internal sealed record TrainingImages(string Name, IDataSet Training, IDataSet Validation, ILabelledImages Test, int StandardEpochs)
{
    private const int DrawnImages = 20_000;
    private const int DrawnTestImages = 2_000;

    /// <summary>The share of MNIST's training images kept back: 3,000 of 60,000 show an accuracy to about 0.2 %.</summary>
    private const double ValidationShare = 0.05;

    /// <summary>Opens the images a user asked for.</summary>
    /// <exception cref="DigitsException">The MNIST files are not there or damaged.</exception>
    public static TrainingImages Open(string? mnist, int seed)
    {
        if (mnist is null)
            return new TrainingImages("digits drawn by this program", new HandwrittenDigits(DrawnImages, Part(seed, 0)),
                new HandwrittenDigits(DrawnTestImages, Part(seed, 1)), new HandwrittenDigits(DrawnTestImages, Part(seed, 2)), StandardEpochs: 6);
        var test = new IdxImages(MnistFiles.OpenTest(mnist));
        var (training, validation) = MnistFiles.OpenTrain(mnist).Split(ValidationShare, seed);
        return new TrainingImages("MNIST", new JitteredImages(training, seed), validation, test, StandardEpochs: 20);
    }

    private static int Part(int seed, int part) => unchecked(seed * 3 + part);
}
