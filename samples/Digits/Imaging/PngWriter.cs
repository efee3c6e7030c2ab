using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Digits.Imaging;

/// <summary>
/// Writes grey images as PNG files of 8 bits. (BigGustave 1.0.6 writes images of 17 to 255 colours with a palette of 4 bits, and they come out wrong.)
/// </summary>
internal static class PngWriter
{
    /// <summary>Makes a PNG file of an image.</summary>
    /// <param name="light">0 black to 255 white.</param>
    public static byte[] Write(GreyImage light)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, light.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), light.Height);
        (header[8], header[9]) = (8, (byte)PngColor.Grey);
        using var rows = new MemoryStream();
        using (var packed = new ZLibStream(rows, CompressionLevel.SmallestSize, leaveOpen: true))
            for (int y = 0; y < light.Height; y++)
            {
                packed.WriteByte(0);
                packed.Write(light.Pixels, y * light.Width, light.Width);
            }
        using var file = new MemoryStream();
        file.Write(PngFile.Signature);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", rows.ToArray());
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void WriteChunk(Stream file, string type, ReadOnlySpan<byte> body)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. body];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        file.Write(number);
        file.Write(typed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(typed));
        file.Write(number);
    }
}
