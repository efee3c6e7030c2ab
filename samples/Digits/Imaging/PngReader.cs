using System.Buffers.Binary;
using BigGustave;

namespace Digits.Imaging;

/// <summary>Reads a PNG file as light: 0 black, 255 white, whatever is transparent seen on white paper.</summary>
internal static class PngReader
{
    private const int SignatureBytes = 8;
    private const int HeaderChunkBytes = 8 + 13 + 4;

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
            if (file.Length > PngFile.MaxFileBytes)
                throw new DigitsException(FormattableString.Invariant($"{path} has {file.Length} bytes, and at most {PngFile.MaxFileBytes} are read."));
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
            var frame = PngFile.Check(file);
            return frame.BitDepth < 8 || frame.ColorType == PngColor.Palette ? ReadPacked(file, frame) : ReadWhole(file, frame);
        }
        catch (DigitsException problem)
        {
            throw new DigitsException($"{name} cannot be read as a PNG image: {problem.Message}.", problem);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The decoder documents no exception types; on broken bytes it throws what its own indexing and streams throw.
            throw new DigitsException($"{name} cannot be read as a PNG image: the decoder stopped at damaged data.", problem);
        }
    }

    private static GreyImage ReadWhole(byte[] file, PngFile frame)
    {
        var png = Open(file);
        byte[] light = new byte[frame.Width * frame.Height];
        for (int y = 0; y < frame.Height; y++)
            for (int x = 0; x < frame.Width; x++)
            {
                var pixel = png.GetPixel(x, y);
                light[y * frame.Width + x] = Light(pixel.R, pixel.G, pixel.B, pixel.A);
            }
        return new GreyImage(frame.Width, frame.Height, light);
    }

    /// <summary>
    /// Samples of 1, 2 and 4 bits, and palettes: BigGustave 1.0.6 takes bytes for samples, loses its place in rows that do not fill their last byte, and
    /// undoes filters wrongly where there is a palette. Filters work on whole bytes here (section 9.2), so it is shown the packed rows as a grey image
    /// of 8 bits, and the samples are unpacked behind it.
    /// </summary>
    private static GreyImage ReadPacked(byte[] file, PngFile frame)
    {
        var png = Open(AsBytes(file, frame));
        int largest = (1 << frame.BitDepth) - 1;
        byte[] light = new byte[frame.Width * frame.Height];
        for (int y = 0; y < frame.Height; y++)
            for (int x = 0; x < frame.Width; x++)
            {
                int bit = x * frame.BitDepth;
                int sample = (png.GetPixel(bit / 8, y).R >> (8 - frame.BitDepth - bit % 8)) & largest;
                light[y * frame.Width + x] = frame.ColorType == PngColor.Palette ? PaletteLight(frame, sample) : (byte)(sample * 255 / largest);
            }
        return new GreyImage(frame.Width, frame.Height, light);
    }

    private static byte[] AsBytes(byte[] file, PngFile frame)
    {
        byte[] copy = [.. file];
        var header = copy.AsSpan(SignatureBytes, HeaderChunkBytes);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], frame.RowBytes);
        (header[16], header[17]) = (8, (byte)PngColor.Grey);
        BinaryPrimitives.WriteUInt32BigEndian(header[21..], Crc32.Of(header[4..21]));
        return copy;
    }

    private static Png Open(byte[] file)
    {
        using var stream = new MemoryStream(file, writable: false);
        return Png.Open(stream);
    }

    private static byte PaletteLight(PngFile frame, int entry)
    {
        if (3 * entry >= frame.Palette.Length)
            throw new DigitsException(FormattableString.Invariant($"a pixel has colour {entry} of a palette of {frame.Palette.Length / 3}"));
        var color = frame.Palette.AsSpan(3 * entry, 3);
        return Light(color[0], color[1], color[2], entry < frame.PaletteAlpha.Length ? frame.PaletteAlpha[entry] : byte.MaxValue);
    }

    /// <summary>Luma of a colour on white paper, with the weights of ITU-R BT.601 in thousandths.</summary>
    private static byte Light(byte red, byte green, byte blue, byte alpha)
    {
        int luma = (299 * red + 587 * green + 114 * blue + 500) / 1000;
        return (byte)((luma * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
