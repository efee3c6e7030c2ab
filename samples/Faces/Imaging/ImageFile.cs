using CnnCompiler.Weights;
using StbImageSharp;
using StbImageWriteSharp;
using ReadColors = StbImageSharp.ColorComponents;
using WriteColors = StbImageWriteSharp.ColorComponents;

namespace Faces.Imaging;

/// <summary>Reads PNG, JPEG and PPM files, and writes PNG files.</summary>
internal static class ImageFile
{
    /// <summary>The longest file that is read: 128 MB.</summary>
    private const int MaxBytes = 1 << 27;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FacesException">There is no such file, or it is no image; the message is one sentence.</exception>
    public static ColorImage Read(string path)
    {
        try
        {
            if (Directory.Exists(path))
                throw new FacesException($"{path} is a directory: give an image file.");
            var file = new FileInfo(path);
            if (!file.Exists)
                throw new FacesException($"There is no file {path}.");
            if (file.Length > MaxBytes)
                throw new FacesException(FormattableString.Invariant($"{path} has {file.Length} bytes, and at most {MaxBytes} are read."));
            return Decode(File.ReadAllBytes(path));
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FacesException($"{path} cannot be read: {problem.Message.TrimEnd('.')}.", problem);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">They are no image that is read here; the message is the part of a sentence that says why.</exception>
    public static ColorImage Decode(byte[] bytes)
    {
        if (PixMap.IsPixMap(bytes))
            return PixMap.Decode(bytes);
        PngGuard.Check(bytes);
        try
        {
            using var stream = new MemoryStream(bytes);
            var info = ImageInfo.FromStream(stream) ?? throw new InvalidDataException("it is no PNG, JPEG or PPM image");
            if ((long)info.Width * info.Height is < 1 or > ColorImage.MaxPixels)
                throw new InvalidDataException(FormattableString.Invariant($"it is {info.Width} x {info.Height} pixels, and at most {ColorImage.MaxPixels} are read"));
            var image = ImageResult.FromMemory(bytes, ReadColors.RedGreenBlue);
            return new ColorImage(image.Width, image.Height, image.Data);
        }
        catch (Exception problem) when (problem is not (InvalidDataException or OutOfMemoryException))
        {
            // The decoder documents no exception types; on broken bytes it also throws what its own indexing and streams throw.
            throw new InvalidDataException("the decoder stopped at damaged data", problem);
        }
    }

    /// <summary>Writes a PNG file, whole or not at all.</summary>
    /// <exception cref="FacesException">It cannot be written.</exception>
    public static void WritePng(ColorImage image, string path)
    {
        try
        {
            WholeFile.Write(path, file => new ImageWriter().WritePng(image.Pixels, image.Width, image.Height, WriteColors.RedGreenBlue, file));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FacesException($"The image cannot be written to {path}: {problem.Message}", problem);
        }
    }
}
