using CnnCompiler.Data;
using StbImageSharp;

namespace CnnCompiler.Images;

/// <summary>An image out of a PNG file of any kind: 8 bits of red, green, blue and opacity for each pixel.</summary>
public sealed class PngImage
{
    private PngImage(int width, int height, byte[] pixels) => (Width, Height, Pixels) = (width, height, pixels);

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Height x width x 4 bytes: red, green, blue and opacity (0 transparent, 255 opaque).</summary>
    public byte[] Pixels { get; }

    /// <summary>Reads a file: at most 64 MB and 16 million pixels.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">It is no sound PNG file, or too large; the message is one sentence that names it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static PngImage Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = File.OpenRead(path);
        if (file.Length > PngGuard.MaxFileBytes)
            throw new DataException(FormattableString.Invariant($"{path} has {file.Length} bytes, and at most {PngGuard.MaxFileBytes} are read."));
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Decode(bytes, path);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">The name that messages call it by.</param>
    /// <exception cref="DataException">The bytes are no sound PNG file, or have more than 16 million pixels; the message is one sentence.</exception>
    public static PngImage Decode(byte[] file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            PngGuard.Check(file);
        }
        catch (InvalidDataException problem)
        {
            throw Broken(name, problem.Message, problem);
        }
        try
        {
            var image = ImageResult.FromMemory(file, ColorComponents.RedGreenBlueAlpha);
            return new PngImage(image.Width, image.Height, image.Data);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The decoder documents no exception types; on broken bytes it also throws what its own indexing and streams throw.
            throw Broken(name, "the decoder stopped at damaged data", problem);
        }
    }

    internal static DataException Broken(string name, string reason, Exception problem) => new($"{name} cannot be read as a PNG image: {reason}.", problem);
}
