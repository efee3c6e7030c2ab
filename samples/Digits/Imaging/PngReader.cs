using StbImageSharp;

namespace Digits.Imaging;

/// <summary>Reads a PNG file of any kind as light: 0 black, 255 white, whatever is transparent seen on white paper.</summary>
internal static class PngReader
{
    /// <summary>Reads a file from disk.</summary>
    /// <exception cref="DigitsException">There is no such file, it cannot be read, or it is not a sound PNG; the message is one sentence.</exception>
    public static GreyImage ReadFile(string path)
    {
        byte[] bytes;
        try
        {
            var file = new FileInfo(path);
            if (Directory.Exists(path))
                throw new DigitsException($"{path} is a directory: give a PNG file.");
            if (!file.Exists)
                throw new DigitsException($"There is no file {path}.");
            if (file.Length > PngGuard.MaxFileBytes)
                throw new DigitsException(FormattableString.Invariant($"{path} has {file.Length} bytes, and at most {PngGuard.MaxFileBytes} are read."));
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DigitsException($"{path} cannot be read: {problem.Message}", problem);
        }
        return Read(bytes, path);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">The name that messages call it by.</param>
    /// <exception cref="DigitsException">The bytes are not a sound PNG; the message is one sentence.</exception>
    public static GreyImage Read(byte[] file, string name)
    {
        try
        {
            PngGuard.Check(file);
            var image = ImageResult.FromMemory(file, ColorComponents.RedGreenBlueAlpha);
            byte[] light = new byte[image.Data.Length / 4];
            for (int index = 0; index < light.Length; index++)
                light[index] = Light(image.Data.AsSpan(4 * index, 4));
            return new GreyImage(image.Width, image.Height, light);
        }
        catch (DigitsException problem)
        {
            throw new DigitsException($"{name} cannot be read as a PNG image: {problem.Message}.", problem);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The decoder documents no exception types; on broken bytes it also throws what its own indexing and streams throw.
            throw new DigitsException($"{name} cannot be read as a PNG image: the decoder stopped at damaged data.", problem);
        }
    }

    /// <summary>Luma of a colour on white paper, with the weights of ITU-R BT.601 in thousandths.</summary>
    private static byte Light(ReadOnlySpan<byte> pixel)
    {
        int luma = (299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000;
        int alpha = pixel[3];
        return (byte)((luma * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
