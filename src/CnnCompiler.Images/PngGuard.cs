using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CnnCompiler.Images;

/// <summary>
/// Looks at a PNG file before the decoder does. StbImageSharp 2.30.16 believes the lengths a file names (it reserves twice what a chunk promises, and steps
/// back for ever where that is negative), and unpacks without a limit, so that a file of some kilobytes could ask for gigabytes.
/// </summary>
/// <remarks>PNG (Portable Network Graphics) Specification, third edition, W3C 2025, sections 5 and 11.</remarks>
internal static class PngGuard
{
    /// <summary>Bytes of a file that hold its size: the signature and the header with its frame.</summary>
    public const int StartLength = 8 + 12 + 13;

    /// <summary>The most pixels an image may have: 16 million, enough for a photograph of 12 megapixels.</summary>
    public const int MaxPixels = 1 << 24;

    /// <summary>The longest file: 64 MB, what <see cref="MaxPixels"/> of 32 bits take where nothing compresses.</summary>
    public const int MaxFileBytes = 1 << 26;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Checks that decoding takes no more memory than the image's size justifies.</summary>
    /// <exception cref="InvalidDataException">It could, or the bytes are no PNG file; the message is the part of a sentence that says why.</exception>
    public static void Check(ReadOnlySpan<byte> file)
    {
        var (width, height) = ReadSize(file);
        long limit = MostBytes((uint)width, (uint)height);
        int at = StartLength;
        string type = "";
        using var data = new MemoryStream();
        while (type != "IEND")
        {
            var body = ReadChunk(file, ref at, out type);
            if (type == "IDAT")
                data.Write(body);
            // The fifth bit of the first letter is clear in chunks that a decoder must understand (section 5.4).
            else if (type is not ("PLTE" or "IEND") && (type[0] & 0x20) == 0)
                throw new InvalidDataException("it has a chunk that is not read here");
        }
        data.Position = 0;
        CheckData(data, limit);
    }

    private static ReadOnlySpan<byte> ReadChunk(ReadOnlySpan<byte> file, ref int at, out string type)
    {
        const int frame = 12;
        if (file.Length - at < frame)
            throw new InvalidDataException("it is cut short");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        if (length > file.Length - at - frame)
            throw new InvalidDataException("it is cut short, or a chunk's length is wrong");
        type = Encoding.Latin1.GetString(file.Slice(at + 4, 4));
        var body = file.Slice(at + 8, (int)length);
        at += frame + body.Length;
        return body;
    }

    /// <summary>The most bytes that the rows of an image can take.</summary>
    private static long MostBytes(uint width, uint height)
    {
        if (width == 0 || height == 0 || (ulong)width * height > MaxPixels)
            throw new InvalidDataException(FormattableString.Invariant($"it is {width} x {height} pixels, and at most {MaxPixels} pixels in all are read"));
        // Four samples of 16 bits a pixel; interlaced, there are at most 15/8 of the rows and 7 more, each with its filter and bits that fill its last byte.
        return (8L * width + 4) * height + 14;
    }

    private static void CheckData(Stream data, long limit)
    {
        using var unpacked = new ZLibStream(data, CompressionMode.Decompress);
        byte[] part = new byte[1 << 16];
        while (Unpack(unpacked, part) is var read && read > 0)
            if ((limit -= read) < 0)
                throw new InvalidDataException("its data unpack to more bytes than its pixels can take");
    }

    private static int Unpack(ZLibStream data, byte[] part)
    {
        try
        {
            return data.Read(part);
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException)
        {
            // A stream that asks for a dictionary, which PNG has none of, is a ZLibException, of the family of IOException.
            throw new InvalidDataException("its compressed data are damaged", problem);
        }
    }

    /// <summary>Reads the size of an image from the first bytes of its file.</summary>
    /// <exception cref="InvalidDataException">They do not begin a PNG file of a size that is read; the message is the part of a sentence that says why.</exception>
    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> start)
    {
        if (!start.StartsWith(Signature))
            throw new InvalidDataException("it does not begin as a PNG file does");
        int at = Signature.Length;
        var header = ReadChunk(start, ref at, out string type);
        if (type != "IHDR" || header.Length != 13)
            throw new InvalidDataException("its first chunk is not a PNG header");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        MostBytes(width, height);
        return ((int)width, (int)height);
    }
}
