using System.Text;
using static CnnCompiler.Weights.WeightException;

namespace CnnCompiler.Weights;

/// <summary>How a field's value is written.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>
/// Reads the wire format of protocol buffers from a stream that can seek: every length is checked against what is left of the message around it
/// before anything is allocated, and what is skipped is not read.
/// </summary>
/// <remarks>
/// Google.Protobuf would do the same, but an analyzer package that carries it meets the versions that other analyzers of a build have loaded, and
/// one of them then fails; and it copies every weight. The format's few rules are the better dependency.
/// </remarks>
internal sealed class ProtobufReader
{
    private const int BufferLength = 1 << 13;
    private const int LongestText = 1 << 16;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Stream _stream;
    private readonly long _origin;
    private readonly byte[] _buffer = new byte[BufferLength];
    private long _bufferStart;
    private int _bufferLength;

    /// <summary>Reads a file from where a stream stands to its end.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="fileName">The name of the file for messages.</param>
    public ProtobufReader(Stream stream, string fileName)
    {
        if (!stream.CanSeek)
            throw new ArgumentException("Lengths are checked against the length of the file: a stream that can seek is needed.", nameof(stream));
        (_stream, FileName, _origin) = (stream, fileName, stream.Position);
        Length = stream.Length - stream.Position;
    }

    public string FileName { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>Bytes from the beginning of the file to what is read next.</summary>
    public long Position { get; set; }

    /// <summary>What is being read, for messages.</summary>
    public string Where { get; set; } = "the model";

    /// <summary>Reads the next field's number and kind, or finds the end of the message.</summary>
    /// <param name="end">Where the message ends.</param>
    /// <param name="field">The field's number.</param>
    /// <param name="wire">How its value is written.</param>
    public bool Next(long end, out int field, out WireType wire)
    {
        (field, wire) = (0, WireType.Varint);
        if (Position == end)
            return false;
        long start = Position;
        ulong key = Varint(end);
        wire = (WireType)(key & 7);
        if (key >> 3 is 0 or > 0x1FFFFFFF || wire is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32))
            throw Error("the number and kind of a field", MessageText.Text($"0x{MessageText.HexNumber(key)}"), start);
        field = (int)(key >> 3);
        return true;
    }

    /// <summary>Reads a number of up to ten bytes of seven bits.</summary>
    public ulong Varint(long end)
    {
        long start = Position;
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            if (Position >= end)
                throw Error("a number", "the end of the message in the middle of it", start);
            byte next = NextByte();
            if (shift == 63 && next > 1)
                throw Error("a number of at most 64 bits", "a longer one", start);
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    /// <summary>Reads the number in a field.</summary>
    public long Integer(WireType wire, long end)
    {
        Expect(wire, WireType.Varint, "a number");
        return unchecked((long)Varint(end));
    }

    /// <summary>Reads the length of a field and returns where the field ends.</summary>
    public long Enter(WireType wire, long end)
    {
        Expect(wire, WireType.Bytes, "a length");
        long start = Position;
        ulong length = Varint(end);
        if (length > (ulong)(end - Position))
            throw Error(
                MessageText.Text($"at most {end - Position} bytes, which is what is left"), MessageText.Text($"the length {length}"), start);
        return Position + (long)length;
    }

    /// <summary>Reads a text.</summary>
    public string Text(WireType wire, long end)
    {
        long start = Position;
        long last = Enter(wire, end);
        if (last - Position > LongestText)
            throw Error(
                MessageText.Text($"a text of at most {LongestText} bytes"), MessageText.Text($"{last - Position} bytes"), start);
        try
        {
            return Utf8.GetString(ReadBytes((int)(last - Position)));
        }
        catch (ArgumentException)
        {
            throw Error("a text in UTF-8", "other bytes", start);
        }
    }

    /// <summary>Reads a float32.</summary>
    public float Single(WireType wire, long end)
    {
        Expect(wire, WireType.Fixed32, "a float32");
        if (end - Position < 4)
            throw Error("four bytes", "the end of the message", Position);
        byte[] bytes = ReadBytes(4);
        // Protocol buffers and all of .NET's machines but a few are little-endian.
        if (!BitConverter.IsLittleEndian)
            Array.Reverse(bytes);
        return BitConverter.ToSingle(bytes, 0);
    }

    /// <summary>Goes past a field's value without reading it.</summary>
    public void Skip(WireType wire, long end)
    {
        if (wire == WireType.Varint)
        {
            Varint(end);
            return;
        }
        long last = wire == WireType.Bytes ? Enter(wire, end) : Position + (wire == WireType.Fixed32 ? 4 : 8);
        if (last > end)
            throw Error(MessageText.Text($"{last - Position} bytes"), MessageText.Text($"{end - Position}"), Position);
        Position = last;
    }

    /// <summary>Reads bytes whose number has been checked.</summary>
    public byte[] ReadBytes(int count)
    {
        byte[] bytes = new byte[count];
        Read(bytes, 0, count);
        return bytes;
    }

    /// <summary>Reads bytes whose number has been checked into an array.</summary>
    public void Read(byte[] target, int at, int count)
    {
        for (int done = 0; done < count;)
        {
            Fill();
            int offset = (int)(Position - _bufferStart);
            int part = Math.Min(count - done, _bufferLength - offset);
            Buffer.BlockCopy(_buffer, offset, target, at + done, part);
            done += part;
            Position += part;
        }
    }

    /// <summary>The fault of a file that is not what it should be at some place.</summary>
    public WeightException Error(string expected, string found, long at) => Fault(
        FileName, null, MessageText.Text($"{expected} in {Where} at byte {at}"), found, "the file is damaged, cut off, or no ONNX model");

    private void Expect(WireType found, WireType expected, string what)
    {
        if (found != expected)
            throw Error($"{what} in the field", $"a value of the kind {found}", Position);
    }

    private byte NextByte()
    {
        Fill();
        return _buffer[(int)(Position++ - _bufferStart)];
    }

    private void Fill()
    {
        if (Position >= _bufferStart && Position < _bufferStart + _bufferLength)
            return;
        _stream.Position = _origin + Position;
        _bufferStart = Position;
        _bufferLength = _stream.Read(_buffer, 0, BufferLength);
        if (_bufferLength <= 0)
            throw Error("more bytes", "the end of the file, which was cut while it was read", Position);
    }
}
