using static CnnCompiler.Weights.MessageText;
using static CnnCompiler.Weights.WeightException;

namespace CnnCompiler.Weights;

/// <summary>A tensor in an ONNX model: what it says of itself, checked against the bytes that are there, but not the values.</summary>
internal sealed class OnnxTensor
{
    public const int Float32 = 1;
    public const int UInt8 = 2;
    public const int Int8 = 3;
    public const int Float16 = 10;

    private OnnxTensor(string name, int dataType, IReadOnlyList<long> shape, long count) =>
        (Name, DataType, Shape, Count) = (name, dataType, shape, count);

    /// <summary>The tensor's name; empty where it has none of its own.</summary>
    public string Name { get; }

    /// <summary>TensorProto.DataType's number.</summary>
    public int DataType { get; }

    /// <summary>The lengths of the axes; none for a single value.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of values.</summary>
    public long Count { get; }

    /// <summary>Where the values begin in the file, or in the other one that holds them, if they lie there one after another as in memory; otherwise -1.</summary>
    public long Offset { get; private set; } = -1;

    /// <summary>The bytes that the values take in memory.</summary>
    public long ByteLength { get; private set; }

    /// <summary>The file that holds the values instead of this one, as a path of names and slashes below this one's folder; null where they are here.</summary>
    public string? ExternalFile { get; private set; }

    /// <summary>Where the message of the tensor lies, to read values from that do not lie one after another.</summary>
    internal (long Start, long End) Message { get; private set; }

    /// <summary>The standard's name of a type.</summary>
    public static string TypeName(int dataType) => dataType switch
    {
        1 => "float32", 2 => "uint8", 3 => "int8", 4 => "uint16", 5 => "int16", 6 => "int32", 7 => "int64", 8 => "string", 9 => "bool", 10 => "float16",
        11 => "float64", 12 => "uint32", 13 => "uint64", 14 => "complex64", 15 => "complex128", 16 => "bfloat16",
        _ => Text($"the type {dataType}"),
    };

    /// <summary>Bytes of one value, or 0 for types that this reader does not know the bytes of.</summary>
    public static int SizeOf(int dataType) => dataType switch
    {
        2 or 3 or 9 => 1,
        4 or 5 or 10 or 16 => 2,
        1 or 6 or 12 => 4,
        7 or 11 or 13 or 14 => 8,
        15 => 16,
        _ => 0,
    };

    /// <summary>Reads what a TensorProto says, and checks that the values it promises are there.</summary>
    /// <param name="reader">The reader, at the beginning of the message.</param>
    /// <param name="end">Where the message ends.</param>
    public static OnnxTensor Read(ProtobufReader reader, long end)
    {
        long start = reader.Position;
        string name = "";
        int dataType = 0;
        bool external = false;
        var place = new ExternalPlace();
        long raw = -1, rawLength = 0;
        var shape = new List<long>();
        var fields = new TypedFields();
        while (reader.Next(end, out int field, out var wire))
            switch (field)
            {
                case 1: ReadDimensions(reader, wire, end, shape); break;
                case 2: dataType = (int)reader.Integer(wire, end); break;
                case 4 or 5 or 7 or 10 or 11: fields.Add(reader, field, wire, end); break;
                case 8: name = reader.Text(wire, end); break;
                case 9:
                    long last = reader.Enter(wire, end);
                    (raw, rawLength) = (reader.Position, last - reader.Position);
                    reader.Position = last;
                    break;
                case 13:
                    place.Read(reader, reader.Enter(wire, end));
                    break;
                case 14: external = reader.Integer(wire, end) == 1; break;
                default: reader.Skip(wire, end); break;
            }

        var tensor = new OnnxTensor(name, dataType, shape, Product(reader, name, shape)) { Message = (start, end) };
        int size = SizeOf(dataType);
        if (external)
            (tensor.ExternalFile, tensor.Offset, tensor.ByteLength) = place.Settle(reader.FileName, name, tensor.Count * size);
        else if (size == 0)
            tensor.Offset = -1;
        else
            tensor.Locate(reader, size, raw, rawLength, fields);
        return tensor;
    }

    /// <summary>Reads the values as they lie in memory, little-endian; only for types whose size is known and tensors in the reader's file.</summary>
    /// <exception cref="WeightException">There are more bytes than one array can hold.</exception>
    public byte[] ReadValues(ProtobufReader reader)
    {
        if (ByteLength > 0x7FFFFFC7)
            throw Fault(reader.FileName, Name, "at most 2147483591 bytes", Text($"{ByteLength}"));
        if (Offset >= 0)
        {
            reader.Position = Offset;
            return reader.ReadBytes((int)ByteLength);
        }
        byte[] values = new byte[ByteLength];
        if (ByteLength > 0)
            TypedFields.ReadAll(reader, Message, SizeOf(DataType), values);
        return values;
    }

    private void Locate(ProtobufReader reader, int size, long raw, long rawLength, TypedFields fields)
    {
        // The product is at most 2^57: the size of a value does not make it overflow.
        ByteLength = Count * size;
        if (raw >= 0)
        {
            if (rawLength != ByteLength)
                throw Fault(
                    reader.FileName, Name, Text($"{ByteLength} bytes for {TypeName(DataType)}{TensorEntry.Describe(Shape)}"),
                    Text($"{rawLength} bytes of raw data"));
            Offset = raw;
            return;
        }
        // A complex number is two values in its field.
        long expected = DataType is 14 or 15 ? 2 * Count : Count;
        if (fields.Count != expected || (expected > 0 && fields.Field != TypedFields.FieldOf(DataType)))
            throw Fault(
                reader.FileName, Name, Text($"{expected} values for {TypeName(DataType)}{TensorEntry.Describe(Shape)}"),
                Text($"{fields.Count}{(fields.Field == 0 ? "" : Text($" in field {fields.Field}"))}"));
        Offset = fields.Contiguous;
    }

    private static void ReadDimensions(ProtobufReader reader, WireType wire, long end, List<long> shape)
    {
        long last = wire == WireType.Bytes ? reader.Enter(wire, end) : reader.Position + 1;
        while (reader.Position < last)
        {
            if (shape.Count == TensorEntry.MaxRank)
                throw reader.Error(Text($"at most {TensorEntry.MaxRank} axes of a tensor"), "more", reader.Position);
            shape.Add(wire == WireType.Bytes ? unchecked((long)reader.Varint(last)) : reader.Integer(wire, end));
            if (wire != WireType.Bytes)
                return;
        }
    }

    private static long Product(ProtobufReader reader, string name, List<long> shape)
    {
        long count = 1;
        for (int index = 0; index < shape.Count; index++)
        {
            long axis = shape[index];
            if (axis < 0 || (axis > 0 && count > (1L << 57) / axis))
                throw Fault(reader.FileName, name, "axes of at least 0 with less than 2^57 values in all", TensorEntry.Describe(shape));
            count *= axis;
        }
        return count;
    }

    /// <summary>The values of a tensor that come as numbers in a field of their type, packed in one piece, in several, or each by itself.</summary>
    private sealed class TypedFields
    {
        private int _pieces;
        private long _start;

        /// <summary>The number of the field, or 0 where there is none.</summary>
        public int Field { get; private set; }

        /// <summary>The number of values.</summary>
        public long Count { get; private set; }

        /// <summary>Where the values begin if they lie as in memory; otherwise -1.</summary>
        public long Contiguous => _pieces == 1 && Field is 4 or 10 && _start >= 0 ? _start : -1;

        /// <summary>The field that the standard has for a type.</summary>
        public static int FieldOf(int dataType) => dataType switch
        {
            1 or 14 => 4,
            7 => 7,
            11 or 15 => 10,
            12 or 13 => 11,
            _ => 5,
        };

        public void Add(ProtobufReader reader, int field, WireType wire, long end)
        {
            if (Field != 0 && Field != field)
                throw reader.Error("values in one field of a tensor", "some in another", reader.Position);
            Field = field;
            _pieces++;
            if (wire != WireType.Bytes)
            {
                _start = -1;
                if (wire != (WidthOf(field) switch { 4 => WireType.Fixed32, 8 => WireType.Fixed64, _ => WireType.Varint }))
                    throw reader.Error("a value of the field's type", $"one of the kind {wire}", reader.Position);
                reader.Skip(wire, end);
                Count++;
                return;
            }
            long last = reader.Enter(wire, end);
            _start = reader.Position;
            int width = WidthOf(field);
            if (width > 0)
            {
                if ((last - reader.Position) % width != 0)
                    throw reader.Error(Text($"values of {width} bytes"), Text($"{last - reader.Position} bytes"), _start);
                Count += (last - reader.Position) / width;
                reader.Position = last;
                return;
            }
            for (; reader.Position < last; Count++)
                reader.Varint(last);
        }

        /// <summary>Writes the values one after another, each in its size; their number has been checked.</summary>
        public static void ReadAll(ProtobufReader reader, (long Start, long End) message, int size, byte[] values)
        {
            int at = 0;
            reader.Position = message.Start;
            while (reader.Next(message.End, out int field, out var wire))
            {
                if (field is not (4 or 5 or 7 or 10 or 11))
                {
                    reader.Skip(wire, message.End);
                    continue;
                }
                int width = WidthOf(field);
                long last = wire == WireType.Bytes ? reader.Enter(wire, message.End) : reader.Position + 1;
                while (reader.Position < last)
                {
                    if (width > 0)
                    {
                        reader.Read(values, at, width);
                        at += width;
                        continue;
                    }
                    ulong value = reader.Varint(message.End);
                    for (int part = 0; part < size; part++)
                        values[at++] = (byte)(value >> 8 * part);
                }
            }
        }

        private static int WidthOf(int field) => field switch { 4 => 4, 10 => 8, _ => 0 };
    }
}
