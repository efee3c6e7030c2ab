using static CnnCompiler.Weights.MessageText;

namespace CnnCompiler.Weights;

/// <summary>Reads a stream to its end with memory in proportion to what really comes, whatever length the stream claims.</summary>
internal static class StreamBytes
{
    // A file of up to 16 MB whose length is known is read at one go; beyond that, memory is taken as bytes arrive.
    private const int MostTakenOnTrust = 1 << 24;
    private const int FirstGuess = 1 << 16;

    /// <summary>Reads the rest of a stream.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="limit">The most bytes to accept.</param>
    /// <param name="fileName">The name of the file for messages.</param>
    /// <exception cref="WeightException">There are more bytes than the limit.</exception>
    internal static ReadOnlyMemory<byte> Read(Stream stream, int limit, string fileName)
    {
        long claimed = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : FirstGuess;
        if (stream.CanSeek && claimed > limit)
            throw TooLong(limit, fileName);
        byte[] bytes = new byte[Math.Min(Math.Min(claimed, limit), MostTakenOnTrust)];
        int length = 0;
        while (true)
        {
            if (length == bytes.Length)
            {
                int next = stream.ReadByte();
                if (next < 0)
                    return bytes;
                if (length == limit)
                    throw TooLong(limit, fileName);
                Array.Resize(ref bytes, (int)Math.Min(limit, Math.Max(2L * length, FirstGuess)));
                bytes[length++] = (byte)next;
                continue;
            }
            int read = stream.Read(bytes, length, bytes.Length - length);
            if (read == 0)
                return bytes.AsMemory(0, length);
            length += read;
        }
    }

    /// <summary>The fault of a file beyond the limit.</summary>
    internal static WeightException TooLong(int limit, string fileName) => WeightException.Fault(
        fileName, null, Text($"a file of at most {limit} bytes"), "a longer one", "split the weights over several models");
}
