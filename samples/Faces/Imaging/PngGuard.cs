using System.Buffers.Binary;
using System.IO.Compression;

namespace Faces.Imaging;

/// <summary>
/// Looks at a PNG file before the decoder does: StbImageSharp 2.30.16 reserves what a chunk promises and unpacks without a limit, so that a file of some
/// kilobytes could ask for gigabytes.
/// </summary>
/// <remarks>PNG (Portable Network Graphics) Specification, third edition, W3C 2025, section 5.</remarks>
internal static class PngGuard
{
    private const int ChunkFrame = 12;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Checks a file that begins as a PNG does; others are not its affair.</summary>
    /// <exception cref="InvalidDataException">Its chunks do not fit into it, or unpack to more than its pixels; the message says which.</exception>
    public static void Check(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Signature))
            return;
        using var data = new MemoryStream();
        long limit = 0;
        for (int at = Signature.Length; ;)
        {
            if (file.Length - at < ChunkFrame || BinaryPrimitives.ReadUInt32BigEndian(file[at..]) is var length && length > file.Length - at - ChunkFrame)
                throw new InvalidDataException("it is cut short, or a chunk's length is wrong");
            var type = file.Slice(at + 4, 4);
            var body = file.Slice(at + 8, (int)length);
            at += ChunkFrame + body.Length;
            if (type.SequenceEqual("IHDR"u8) && body.Length == 13)
                limit = MostBytes(BinaryPrimitives.ReadUInt32BigEndian(body), BinaryPrimitives.ReadUInt32BigEndian(body[4..]));
            else if (type.SequenceEqual("IDAT"u8))
                data.Write(body);
            else if (type.SequenceEqual("IEND"u8))
                break;
        }
        data.Position = 0;
        using var unpacked = new ZLibStream(data, CompressionMode.Decompress);
        byte[] part = new byte[1 << 16];
        for (int read; (read = unpacked.Read(part)) > 0;)
            if ((limit -= read) < 0)
                throw new InvalidDataException("its data unpack to more bytes than its pixels can take");
    }

    /// <summary>Four samples of 16 bits a pixel; interlaced, there are at most 15/8 of the rows and 7 more, each with its filter and a last byte's bits.</summary>
    private static long MostBytes(uint width, uint height) => (ulong)width * height <= ColorImage.MaxPixels
        ? (8L * width + 4) * height + 14
        : throw new InvalidDataException(FormattableString.Invariant($"it is {width} x {height} pixels, and at most {ColorImage.MaxPixels} are read"));
}
