using CnnCompiler.Data;
using CnnCompiler.Images;

namespace Digits.Imaging;

/// <summary>Reads a PNG file of any kind as light: 0 black, 255 white, whatever is transparent seen on white paper.</summary>
internal static class PngReader
{
    /// <summary>Reads a file from disk.</summary>
    /// <exception cref="DigitsException">There is no such file, it cannot be read, or it is not a sound PNG; the message is one sentence.</exception>
    public static GreyImage ReadFile(string path)
    {
        try
        {
            if (Directory.Exists(path))
                throw new DigitsException($"{path} is a directory: give a PNG file.");
            if (!File.Exists(path))
                throw new DigitsException($"There is no file {path}.");
            return ToLight(PngImage.Read(path));
        }
        catch (DataException problem)
        {
            throw new DigitsException(problem.Message, problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DigitsException($"{path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">The name that messages call it by.</param>
    /// <exception cref="DigitsException">The bytes are not a sound PNG; the message is one sentence.</exception>
    public static GreyImage Read(byte[] file, string name)
    {
        try
        {
            return ToLight(PngImage.Decode(file, name));
        }
        catch (DataException problem)
        {
            throw new DigitsException(problem.Message, problem);
        }
    }

    private static GreyImage ToLight(PngImage image)
    {
        byte[] light = new byte[image.Pixels.Length / 4];
        for (int index = 0; index < light.Length; index++)
            light[index] = Light(image.Pixels.AsSpan(4 * index, 4));
        return new GreyImage(image.Width, image.Height, light);
    }

    /// <summary>Luma of a colour on white paper, with the weights of ITU-R BT.601 in thousandths.</summary>
    private static byte Light(ReadOnlySpan<byte> pixel)
    {
        int luma = (299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000;
        int alpha = pixel[3];
        return (byte)((luma * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
