using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CnnCompiler.Onnx;

/// <summary>A message of the protocol buffers wire format that is put together field by field; large blocks of values are not copied.</summary>
/// <remarks>Protocol Buffers, "Encoding": a field is its number and wire type as a varint, then a varint, four bytes, or a length and as many bytes.</remarks>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int LengthPrefixed = 2;
    private const int FourBytes = 5;
    private const int ChunkLength = 1 << 14;

    private readonly List<Piece> _pieces = [];
    private MemoryStream _open = new();

    /// <summary>The number of bytes of all fields.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a whole number.</summary>
    public ProtobufMessage Add(int field, long value)
    {
        AddVarint((ulong)(field << 3 | Varint));
        AddVarint((ulong)value);
        return this;
    }

    /// <summary>Adds a float32.</summary>
    public ProtobufMessage Add(int field, float value)
    {
        AddVarint((ulong)(field << 3 | FourBytes));
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        AddBytes(bytes);
        return this;
    }

    /// <summary>Adds a text in UTF-8.</summary>
    public ProtobufMessage Add(int field, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        AddLength(field, bytes.Length);
        AddBytes(bytes);
        return this;
    }

    /// <summary>Adds a message, which must be complete.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage message)
    {
        AddLength(field, message.Length);
        message.Close();
        Close();
        _pieces.AddRange(message._pieces);
        Length += message.Length;
        return this;
    }

    /// <summary>Adds float32 values as little-endian bytes.</summary>
    public ProtobufMessage AddBytes(int field, ReadOnlyMemory<float> values)
    {
        long bytes = (long)sizeof(float) * values.Length;
        AddLength(field, bytes);
        Close();
        _pieces.Add(new Piece([], values));
        Length += bytes;
        return this;
    }

    /// <summary>Writes all fields.</summary>
    public void WriteTo(Stream stream)
    {
        Close();
        foreach (var piece in _pieces)
        {
            stream.Write(piece.Bytes);
            WriteTo(stream, piece.Values.Span);
        }
    }

    private static void WriteTo(Stream stream, ReadOnlySpan<float> values)
    {
        Span<byte> bytes = stackalloc byte[BitConverter.IsLittleEndian ? 0 : sizeof(float)];
        // In pieces, because a span of bytes cannot hold the gigabytes that a span of floats can.
        for (; BitConverter.IsLittleEndian && values.Length > 0; values = values[Math.Min(ChunkLength, values.Length)..])
            stream.Write(MemoryMarshal.AsBytes(values[..Math.Min(ChunkLength, values.Length)]));
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }

    private void AddLength(int field, long length)
    {
        AddVarint((ulong)(field << 3 | LengthPrefixed));
        AddVarint((ulong)length);
    }

    private void AddVarint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        int count = 0;
        for (; value > 0x7F; value >>= 7)
            bytes[count++] = (byte)(value | 0x80);
        bytes[count++] = (byte)value;
        AddBytes(bytes[..count]);
    }

    private void AddBytes(ReadOnlySpan<byte> bytes)
    {
        _open.Write(bytes);
        Length += bytes.Length;
    }

    private void Close()
    {
        if (_open.Length == 0)
            return;
        _pieces.Add(new Piece(_open.ToArray(), default));
        _open = new MemoryStream();
    }

    private readonly record struct Piece(byte[] Bytes, ReadOnlyMemory<float> Values);
}
