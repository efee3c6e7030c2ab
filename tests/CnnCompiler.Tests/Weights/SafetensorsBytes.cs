using System.Buffers.Binary;
using System.Text;

namespace CnnCompiler.Tests.Weights;

/// <summary>Safetensors files made by hand, right and wrong ones.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A file of that header, written as it is, and so many zero bytes of values.</summary>
    internal static byte[] Of(string header, int dataLength) => Of(Encoding.UTF8.GetBytes(header), new byte[dataLength]);

    /// <summary>A file of that header and those values.</summary>
    internal static byte[] Of(string header, byte[] data) => Of(Encoding.UTF8.GetBytes(header), data);

    /// <summary>A file of those bytes as header and those values.</summary>
    internal static byte[] Of(byte[] header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    /// <summary>A header with one tensor called <c>x</c>.</summary>
    internal static string One(string dataType, string shape, string offsets) =>
        $$$"""{"x":{"dtype":"{{{dataType}}}","shape":{{{shape}}},"data_offsets":{{{offsets}}}}}""";

    /// <summary>The path of a file under tests/fixtures.</summary>
    internal static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", name);
}

/// <summary>A stream as a network gives it: no length, no seeking, a few bytes at a time.</summary>
internal sealed class TrickleStream(byte[] bytes, int atOnce) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int taken = Math.Min(Math.Min(count, atOnce), bytes.Length - _position);
        bytes.AsSpan(_position, taken).CopyTo(buffer.AsSpan(offset));
        _position += taken;
        return taken;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
