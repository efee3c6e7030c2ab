using System.Runtime.InteropServices;

namespace TinyDigits;

/// <summary>
/// Standard input and output without <see cref="Console"/>, whose terminal and encodings were 0.18 MB: on Unix the two system calls.
/// </summary>
internal static partial class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Errors = 2;

    /// <summary>Reads until the memory is full or the input ends.</summary>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="IOException">The input cannot be read.</exception>
    public static int Read(Span<byte> bytes)
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardInput().ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        int done = 0;
        while (done < bytes.Length)
        {
            nint count = read(Input, ref bytes[done], bytes.Length - done);
            if (count < 0)
                throw new IOException();
            if (count == 0)
                break;
            done += (int)count;
        }
        return done;
    }

    /// <summary>Writes a line of ASCII.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void WriteLine(ReadOnlySpan<char> text, bool isError)
    {
        Span<byte> line = stackalloc byte[text.Length + 1];
        for (int index = 0; index < text.Length; index++)
            line[index] = (byte)text[index];
        line[^1] = (byte)'\n';
        if (OperatingSystem.IsWindows())
        {
            (isError ? Console.OpenStandardError() : Console.OpenStandardOutput()).Write(line);
            return;
        }
        while (line.Length > 0)
        {
            nint count = write(isError ? Errors : Output, ref line[0], line.Length);
            if (count < 0)
                throw new IOException();
            line = line[(int)count..];
        }
    }

    [LibraryImport("libc")]
    private static partial nint read(int file, ref byte bytes, nint length);

    [LibraryImport("libc")]
    private static partial nint write(int file, ref byte bytes, nint length);
}
