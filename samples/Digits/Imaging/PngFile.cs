using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Digits.Imaging;

/// <summary>
/// The frame of a PNG file, checked before anything is decoded: signature, chunk lengths, checksums, and that the compressed data unpack to
/// exactly the bytes the header promises. The decoder unpacks without a limit, so that a file of some kilobytes could ask it for gigabytes.
/// </summary>
/// <remarks>PNG (Portable Network Graphics) Specification, third edition, W3C 2025, sections 5 and 11.</remarks>
internal sealed class PngFile
{
    /// <summary>The most pixels an image may have: 16 million, enough for a photograph of 12 megapixels.</summary>
    public const int MaxPixels = 1 << 24;

    /// <summary>The longest file: 64 MB, what <see cref="MaxPixels"/> of 32 bits take where nothing compresses.</summary>
    public const int MaxFileBytes = 1 << 26;

    private const int HeaderBytes = 13;

    private PngFile(ReadOnlySpan<byte> header)
    {
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (width == 0 || height == 0 || (ulong)width * height > MaxPixels)
            throw new DigitsException(FormattableString.Invariant($"it is {width} x {height} pixels, and at most {MaxPixels} pixels in all are read"));
        (Width, Height, BitDepth, ColorType) = ((int)width, (int)height, header[8], (PngColor)header[9]);
        if (!IsDepthAllowed())
            throw new DigitsException(FormattableString.Invariant($"{BitDepth} bits with colour type {(int)ColorType} is no PNG format"));
        if (header[10] != 0 || header[11] != 0 || header[12] > 1)
            throw new DigitsException("its header names an unknown compression, filter or interlace method");
        if (header[12] == 1)
            throw new DigitsException("it is interlaced, which is not read here: save it without interlacing");
    }

    /// <summary>The first bytes of every PNG file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public int Width { get; }

    public int Height { get; }

    public int BitDepth { get; }

    public PngColor ColorType { get; }

    /// <summary>Red, green and blue of each palette entry, or empty.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The alpha of the first palette entries; the others are opaque.</summary>
    public byte[] PaletteAlpha { get; private set; } = [];

    /// <summary>The packed bytes of one row, without its filter byte.</summary>
    public int RowBytes => (int)(((long)Width * SamplesPerPixel * BitDepth + 7) / 8);

    private int SamplesPerPixel => ColorType switch { PngColor.Rgb => 3, PngColor.GreyAlpha => 2, PngColor.Rgba => 4, _ => 1 };

    /// <summary>Checks a file.</summary>
    /// <exception cref="DigitsException">The file is not a whole, sound PNG, or has a format that is not read here; the message says which.</exception>
    public static PngFile Check(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Signature))
            throw new DigitsException("it does not begin as a PNG file does");
        PngFile? png = null;
        using var data = new MemoryStream();
        bool ended = false;
        for (int at = Signature.Length; !ended;)
        {
            var (type, body) = ReadChunk(file, ref at);
            if (png is null)
            {
                if (type != "IHDR" || body.Length != HeaderBytes)
                    throw new DigitsException("its first chunk is not a PNG header");
                png = new PngFile(body);
                continue;
            }
            switch (type)
            {
                case "IHDR":
                    throw new DigitsException("it has two headers");
                case "PLTE":
                    png.Palette = body.ToArray();
                    break;
                case "tRNS" when png.ColorType == PngColor.Palette:
                    png.PaletteAlpha = body.ToArray();
                    break;
                case "IDAT":
                    data.Write(body);
                    break;
                case "IEND":
                    ended = true;
                    break;
                default:
                    // The fifth bit of the first letter is clear in chunks that a decoder must understand (section 5.4).
                    if ((type[0] & 0x20) == 0)
                        throw new DigitsException($"it needs the chunk {type}, which is not read here");
                    break;
            }
        }
        png!.CheckPalette();
        png.CheckData(data);
        return png;
    }

    private static (string Type, byte[] Body) ReadChunk(ReadOnlySpan<byte> file, ref int at)
    {
        if (file.Length - at < 12)
            throw new DigitsException("it is cut short");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        if (length > file.Length - at - 12)
            throw new DigitsException("it is cut short, or a chunk's length is wrong");
        var typed = file.Slice(at + 4, (int)length + 4);
        foreach (byte letter in typed[..4])
            if (!char.IsAsciiLetter((char)letter))
                throw new DigitsException("a chunk's name is not made of letters");
        if (Crc32.Of(typed) != BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..]))
            throw new DigitsException("a checksum does not match: the file was damaged");
        at += 12 + (int)length;
        return (Encoding.ASCII.GetString(typed[..4]), typed[4..].ToArray());
    }

    private bool IsDepthAllowed() => ColorType switch
    {
        PngColor.Grey => BitDepth is 1 or 2 or 4 or 8 or 16,
        PngColor.Palette => BitDepth is 1 or 2 or 4 or 8,
        PngColor.Rgb or PngColor.GreyAlpha or PngColor.Rgba => BitDepth is 8 or 16,
        _ => false,
    };

    private void CheckPalette()
    {
        if (ColorType == PngColor.Palette && (Palette.Length is 0 or > 3 * 256 || Palette.Length % 3 != 0))
            throw new DigitsException(FormattableString.Invariant($"its palette has {Palette.Length} bytes, not 3 for each of 1 to 256 colours"));
        if (PaletteAlpha.Length > Palette.Length / 3)
            throw new DigitsException("it gives transparency to more colours than its palette has");
    }

    private void CheckData(MemoryStream data)
    {
        long expected = (long)Height * (1 + RowBytes);
        long found = 0;
        data.Position = 0;
        try
        {
            using var unpacked = new ZLibStream(data, CompressionMode.Decompress);
            byte[] part = new byte[1 << 16];
            for (int read; found <= expected && (read = unpacked.Read(part)) > 0;)
            {
                for (int position = 0; position < read; position++)
                    if ((found + position) % (1 + RowBytes) == 0 && part[position] > 4)
                        throw new DigitsException("a row names an unknown filter: the file was damaged");
                found += read;
            }
        }
        catch (InvalidDataException problem)
        {
            throw new DigitsException("its compressed data are damaged", problem);
        }
        if (found != expected)
            throw new DigitsException(FormattableString.Invariant(
                $"its data unpack to {(found > expected ? "more" : "fewer")} than the {expected} bytes that {Width} x {Height} pixels take"));
    }
}
