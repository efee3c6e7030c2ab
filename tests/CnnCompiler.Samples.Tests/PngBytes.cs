using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CnnCompiler.Samples.Tests;

/// <summary>Makes PNG files of every kind, sound and broken, from the specification's text.</summary>
internal static class PngBytes
{
    /// <summary>A file of rows of samples.</summary>
    /// <param name="rows">The samples of each row, at most <paramref name="depth"/> bits each.</param>
    /// <param name="channels">Samples a pixel.</param>
    /// <param name="filter">The filter of each row: 0 to 4.</param>
    public static byte[] Make(int[][] rows, int channels, int depth, int color, Func<int, int> filter, params (string Type, byte[] Body)[] extra)
    {
        byte[] header = Header(rows[0].Length / channels, rows.Length, depth, color);
        return Assemble(header, FilterRows(rows, channels, depth, filter), extra);
    }

    /// <summary>The same as an interlaced file: seven images one after the other, each of the pixels of its grid (section 8.1).</summary>
    public static byte[] MakeInterlaced(int[][] rows, int channels, int depth, int color, Func<int, int> filter, params (string Type, byte[] Body)[] extra)
    {
        (int X, int Y, int StepX, int StepY)[] passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        int width = rows[0].Length / channels;
        var images = passes.Where(pass => pass.X < width && pass.Y < rows.Length).Select(pass =>
        {
            int[][] part = [.. Every(rows, pass.Y, pass.StepY).Select(row => Every(row.Chunk(channels), pass.X, pass.StepX).SelectMany(pixel => pixel).ToArray())];
            return FilterRows(part, channels, depth, filter);
        });
        return Assemble(Header(width, rows.Length, depth, color, interlace: 1), [.. images.SelectMany(image => image)], extra);
    }

    /// <summary>The body of a header.</summary>
    public static byte[] Header(int width, int height, int depth, int color, int interlace = 0)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)color, (byte)interlace);
        return header;
    }

    /// <summary>A file of a header and unpacked rows, filter bytes included.</summary>
    public static byte[] Assemble(byte[] header, byte[] raw, params (string Type, byte[] Body)[] extra)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(raw);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. extra.SelectMany(chunk => Chunk(chunk.Type, chunk.Body)),
            .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>Writes the right checksum behind every chunk that can still be made out, so that damage is not found by checksums alone.</summary>
    public static void RepairChecksums(byte[] file)
    {
        for (int at = 8; at + 12 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                return;
            var typed = file.AsSpan(at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), Checksum(typed));
            at += 12 + (int)length;
        }
    }

    /// <summary>The place of the length of the first chunk of a type.</summary>
    public static int PlaceOf(byte[] file, string type) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(type)) - 4;

    private static IEnumerable<T> Every<T>(IEnumerable<T> items, int first, int step) => items.Where((_, index) => index >= first && (index - first) % step == 0);

    private static byte[] FilterRows(int[][] rows, int channels, int depth, Func<int, int> filter)
    {
        int pixelBytes = Math.Max(1, channels * depth / 8);
        using var raw = new MemoryStream();
        byte[] above = new byte[Pack(rows[0], depth).Length];
        for (int y = 0; y < rows.Length; y++)
        {
            byte[] row = Pack(rows[y], depth);
            raw.WriteByte((byte)filter(y));
            raw.Write(Filter(row, above, pixelBytes, filter(y)));
            above = row;
        }
        return raw.ToArray();
    }

    private static byte[] Chunk(string type, byte[] body)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.ASCII.GetBytes(type), .. body, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 8), Checksum(chunk.AsSpan(4, body.Length + 4)));
        return chunk;
    }

    /// <summary>CRC-32, bit by bit.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
            for (int bit = 0; bit < 8; bit++)
            {
                bool odd = ((sum ^ (uint)(value >> bit)) & 1) != 0;
                sum = (sum >> 1) ^ (odd ? 0xEDB88320 : 0);
            }
        return ~sum;
    }

    private static byte[] Pack(int[] samples, int depth)
    {
        byte[] bytes = new byte[(samples.Length * depth + 7) / 8];
        for (int index = 0; index < samples.Length; index++)
            for (int bit = 0; bit < depth; bit++)
                if ((samples[index] >> (depth - 1 - bit) & 1) != 0)
                    bytes[(index * depth + bit) / 8] |= (byte)(0x80 >> ((index * depth + bit) % 8));
        return bytes;
    }

    private static byte[] Filter(byte[] row, byte[] above, int step, int filter)
    {
        byte[] filtered = new byte[row.Length];
        for (int index = 0; index < row.Length; index++)
        {
            int left = index >= step ? row[index - step] : 0, up = above[index], corner = index >= step ? above[index - step] : 0;
            int guess = filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 };
            filtered[index] = (byte)(row[index] - guess);
        }
        return filtered;
    }

    private static int Paeth(int left, int up, int corner)
    {
        int guess = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
