using System.Buffers.Binary;
using System.IO.Compression;

namespace CnnCompiler.Data;

/// <summary>
/// Bytes in the idx format of the MNIST files: two zero bytes, 8 for unsigned bytes, the number of axes, the length of each axis as a
/// big-endian 32-bit number, the bytes. A gzip file around it is recognised by its first two bytes.
/// </summary>
/// <remarks>LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section "File formats".</remarks>
internal static class IdxFile
{
    /// <summary>The most bytes taken from one file: 1 GB, twenty times the largest MNIST file.</summary>
    private const long MaxLength = 1L << 30;

    private const int Chunk = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="axes">How many axes it must have.</param>
    /// <returns>The lengths of the axes, and the bytes.</returns>
    /// <exception cref="DataException">The file is damaged or of another kind.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (int[] Lengths, byte[] Values) Read(string path, int axes)
    {
        using var file = File.OpenRead(path);
        return Read(file, Path.GetFileName(path), axes);
    }

    /// <summary>Reads a stream that can seek.</summary>
    /// <param name="file">The stream.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="axes">How many axes it must have.</param>
    public static (int[] Lengths, byte[] Values) Read(Stream file, string name, int axes)
    {
        Span<byte> start = stackalloc byte[2];
        int found = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        try
        {
            if (found < 2 || start[0] != 0x1F || start[1] != 0x8B)
                return ReadPlain(file, name, axes);
            using var unpacked = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            return ReadPlain(unpacked, name, axes);
        }
        catch (InvalidDataException problem)
        {
            throw new DataException($"{name}: the gzip data are damaged ({problem.Message}); fetch the file again.", problem);
        }
    }

    private static (int[] Lengths, byte[] Values) ReadPlain(Stream stream, string name, int axes)
    {
        Span<byte> header = stackalloc byte[4 + 4 * axes];
        int found = stream.ReadAtLeast(header[..4], 4, throwOnEndOfStream: false);
        int magic = found < 4 ? -1 : BinaryPrimitives.ReadInt32BigEndian(header);
        int expected = 0x0800 + axes;
        if (magic != expected)
            throw new DataException(
                FormattableString.Invariant($"{name}: expected an idx file of bytes with {axes} axes (magic number 0x{expected:X8}), ") +
                FormattableString.Invariant($"found {(found < 4 ? "fewer than 4 bytes" : $"0x{magic:X8}")}.") +
                (magic is 0x0801 or 0x0803 ? " Images and labels may have been mixed up." : ""));
        if (stream.ReadAtLeast(header[4..], 4 * axes, throwOnEndOfStream: false) < 4 * axes)
            throw new DataException($"{name}: the file ends inside its header; fetch it again.");
        int[] lengths = new int[axes];
        long length = 1;
        for (int axis = 0; axis < axes; axis++)
        {
            lengths[axis] = BinaryPrimitives.ReadInt32BigEndian(header[(4 + 4 * axis)..]);
            if (lengths[axis] < 1 || (length *= lengths[axis]) > MaxLength)
                throw new DataException(FormattableString.Invariant(
                    $"{name}: axis {axis} has the length {lengths[axis]}; lengths must be at least 1 and the whole at most {MaxLength} bytes."));
        }
        return (lengths, ReadValues(stream, name, (int)length));
    }

    // The room grows with what really comes, so that a lying header of a small file costs nothing.
    private static byte[] ReadValues(Stream stream, string name, int length)
    {
        byte[] values = new byte[Math.Min(length, Chunk)];
        int done = 0;
        while (done < length)
        {
            if (done == values.Length)
                Array.Resize(ref values, (int)Math.Min(length, 2L * values.Length));
            int read = stream.Read(values, done, values.Length - done);
            if (read == 0)
                throw new DataException(FormattableString.Invariant(
                    $"{name}: the header promises {length} bytes of values, but after {done} the file ends; fetch it again."));
            done += read;
        }
        if (stream.ReadByte() >= 0)
            throw new DataException(FormattableString.Invariant($"{name}: there is more behind the {length} bytes of values that the header promises."));
        return values;
    }
}
