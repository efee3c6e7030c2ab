namespace Faces.Imaging;

/// <summary>Reads binary PPM files (P6) of 8 bits a sample, which StbImageSharp does not.</summary>
/// <remarks>The format is that of Netpbm's manual page ppm(5): magic, width, height and largest sample as text, one white space, the pixels.</remarks>
internal static class PixMap
{
    /// <summary>Whether a file begins as a binary PPM does.</summary>
    public static bool IsPixMap(ReadOnlySpan<byte> file) => file.StartsWith("P6"u8);

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">They are not what they begin as; the message is the part of a sentence that says why.</exception>
    public static ColorImage Decode(ReadOnlySpan<byte> file)
    {
        int at = 2;
        int width = ReadNumber(file, ref at, "width");
        int height = ReadNumber(file, ref at, "height");
        int largest = ReadNumber(file, ref at, "largest sample");
        if (largest != 255)
            throw new InvalidDataException(FormattableString.Invariant($"its samples go up to {largest}, and only those of 8 bits (255) are read"));
        if ((long)width * height is < 1 or > ColorImage.MaxPixels)
            throw new InvalidDataException(FormattableString.Invariant($"it is {width} x {height} pixels, and at most {ColorImage.MaxPixels} are read"));
        // Exactly one white space stands before the pixels.
        int start = at + 1;
        int length = width * height * 3;
        if (file.Length - start < length)
            throw new InvalidDataException("it is cut short");
        return new ColorImage(width, height, file.Slice(start, length).ToArray());
    }

    private static int ReadNumber(ReadOnlySpan<byte> file, ref int at, string name)
    {
        while (at < file.Length && (char.IsWhiteSpace((char)file[at]) || file[at] == '#'))
            if (file[at++] == '#')
                while (at < file.Length && file[at] is not ((byte)'\n' or (byte)'\r'))
                    at++;
        int first = at;
        int number = 0;
        // Eight digits are more than any image has, and fit an int.
        for (; at < file.Length && at - first < 8 && char.IsAsciiDigit((char)file[at]); at++)
            number = number * 10 + file[at] - '0';
        return at > first ? number : throw new InvalidDataException($"its header has no {name}");
    }
}
