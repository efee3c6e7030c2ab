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

    /// <summary>Makes the values that a net takes: scales the image, and each byte as the net's input says.</summary>
    /// <param name="values">Takes height x width x channels values, as many as the input has.</param>
    /// <param name="input">The net's input: height x width x 1 (light), 3 (red, green, blue) or 4 (opacity too). Without a channel for opacity, what is
    /// transparent is seen on white.</param>
    /// <param name="fit">What becomes of an image of another size.</param>
    /// <exception cref="ArgumentException">The net takes no images, the span has another length, or the image is to fit and does not.</exception>
    public void CopyTo(Span<float> values, Input input, ImageFit fit = ImageFit.Stretch)
    {
        ArgumentNullException.ThrowIfNull(input);
        var shape = PixelValues.ShapeOf(input);
        if (values.Length != shape.Length)
            throw new ArgumentException(FormattableString.Invariant($"The net takes {shape}, {shape.Length} values; found {values.Length}."), nameof(values));
        if (fit == ImageFit.None && (Width, Height) != (shape.Width, shape.Height))
            throw new ArgumentException(FormattableString.Invariant(
                $"The image is {Width} pixels wide and {Height} high, but the net takes {shape.Width} and {shape.Height}."), nameof(fit));
        new PixelValues(input).Convert(ImageScaler.Scale(this, shape.Height, shape.Width, shape.Channels, fit), values);
    }

    internal static DataException Broken(string name, string reason, Exception problem) => new($"{name} cannot be read as a PNG image: {reason}.", problem);
}
