using CnnCompiler.Data;
using Digits;
using Digits.Commands;
using Digits.Imaging;

namespace Mechanisms.Tour;

/// <summary>The image of the tour: 28 x 28 pixels of ink, 0 for none to 1 for full.</summary>
/// <param name="Name">Where it comes from.</param>
/// <param name="Ink">The pixels row by row.</param>
internal sealed record TourImage(string Name, float[] Ink)
{
    /// <summary>Rows and columns.</summary>
    public const int Size = 28;

    /// <summary>The digit that the program draws: a four has edges in every direction.</summary>
    private const int DrawnDigit = 4;

    /// <summary>A digit drawn by the program.</summary>
    public static TourImage Drawn() => Of($"a {DrawnDigit} drawn by the program", DrawCommand.Draw(DrawnDigit, DrawCommand.DefaultSeed));

    /// <summary>A digit in a PNG file of any size.</summary>
    /// <exception cref="MechanismsException">The file cannot be read or shows nothing.</exception>
    public static TourImage Read(string path)
    {
        try
        {
            return Of(Path.GetFileName(path), DigitFrame.ReadFile(path));
        }
        catch (DigitsException problem)
        {
            throw new MechanismsException(problem.Message, problem);
        }
    }

    /// <summary>An image of MNIST's test set.</summary>
    /// <exception cref="MechanismsException">There is no such image.</exception>
    /// <exception cref="IOException">The files are not there or damaged.</exception>
    public static TourImage OfMnist(string directory, int index)
    {
        var images = Mnist.Test(directory, DigitClassifier.Architecture.Input);
        if (index >= images.Count)
            throw new MechanismsException(FormattableString.Invariant($"MNIST's test images have the numbers 0 to {images.Count - 1}; found --index {index}."));
        float[] ink = new float[Size * Size];
        float[] label = new float[1];
        images.Read(index, 0, ink, label);
        return new TourImage(FormattableString.Invariant($"a {label[0]} of MNIST, test image {index}"), ink);
    }

    private static TourImage Of(string name, GreyImage image) => new(name, [.. image.Pixels.Select(value => value / 255f)]);
}
