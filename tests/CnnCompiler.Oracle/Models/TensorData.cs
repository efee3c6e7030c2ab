using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Oracle.Onnx;
using Google.Protobuf;

namespace CnnCompiler.Oracle.Models;

/// <summary>Values of a tensor with their type and shape, as files and ONNX Runtime have them.</summary>
/// <param name="ElementType">The type of the values.</param>
/// <param name="Shape">The lengths of the axes; none for a single value.</param>
/// <param name="Bytes">The values in row-major order, little-endian, a byte for a Boolean.</param>
public sealed record TensorData(TensorElementType ElementType, IReadOnlyList<int> Shape, byte[] Bytes)
{
    /// <summary>The number of values.</summary>
    public int Length => Shape.Aggregate(1, (product, axis) => checked(product * axis));

    /// <summary>The values of a compiled model's tensor.</summary>
    public static TensorData Of(Tensor tensor) =>
        new(tensor.Info.ElementType, tensor.Info.Shape.ToArray(), BytesOf(tensor).ToArray());

    /// <summary>Values of their C# type.</summary>
    /// <param name="type">The type of the values.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <param name="values">The values in row-major order.</param>
    public static TensorData Of<T>(TensorElementType type, IReadOnlyList<int> shape, ReadOnlySpan<T> values)
        where T : unmanaged =>
        new(type, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The values of a tensor in a file.</summary>
    /// <exception cref="NotSupportedException">Compiled models have no such type, or the values lie in another file.</exception>
    /// <exception cref="InvalidDataException">There are not as many values as the shape says.</exception>
    public static TensorData Of(TensorProto proto)
    {
        var type = TypeOf(proto.DataType);
        if (proto.DataLocation != 0)
            throw new NotSupportedException($"The values of tensor '{proto.Name}' lie in another file.");
        var data = new TensorData(type, [.. proto.Dims.Select(axis => checked((int)axis))], Decode(proto, type));
        int needed = checked(data.Length * SizeOf(type));
        return data.Bytes.Length == needed
            ? data
            : throw new InvalidDataException($"Tensor '{proto.Name}' needs {needed} bytes; found {data.Bytes.Length}.");
    }

    /// <summary>The tensor as a file has it.</summary>
    /// <param name="name">The tensor's name.</param>
    public TensorProto ToProto(string name) => new()
    {
        Name = name,
        DataType = (int)ElementType,
        Dims = { Shape.Select(axis => (long)axis) },
        RawData = ByteString.CopyFrom(Bytes),
    };

    /// <summary>Puts the values into a tensor of a compiled model.</summary>
    /// <exception cref="ArgumentException">The tensor has another type or length.</exception>
    public void CopyTo(Tensor tensor)
    {
        if (tensor.Info.ElementType != ElementType || tensor.Info.Length != Length)
            throw new ArgumentException($"{this} does not fit {tensor.Info}.", nameof(tensor));
        Bytes.CopyTo(BytesOf(tensor));
    }

    /// <summary>The values as double, whatever their type; 1 for true.</summary>
    public double[] ToDoubles() => ElementType switch
    {
        TensorElementType.Float32 => Convert<float>(value => value),
        TensorElementType.Float64 => Convert<double>(value => value),
        TensorElementType.Float16 => Convert<Half>(value => (double)value),
        TensorElementType.Int64 => Convert<long>(value => value),
        TensorElementType.Int32 => Convert<int>(value => value),
        TensorElementType.Int8 => Convert<sbyte>(value => value),
        TensorElementType.Int16 => Convert<short>(value => value),
        TensorElementType.UInt16 => Convert<ushort>(value => value),
        TensorElementType.UInt32 => Convert<uint>(value => value),
        TensorElementType.UInt64 => Convert<ulong>(value => value),
        _ => Convert<byte>(value => value),
    };

    /// <summary>The same values in float32 where they are float16; else this.</summary>
    public TensorData Widened() => ElementType == TensorElementType.Float16
        ? new(TensorElementType.Float32, Shape, MemoryMarshal.AsBytes(Values<Half>().ToArray().Select(value => (float)value).ToArray().AsSpan()).ToArray())
        : this;

    /// <summary>The values as their own C# type.</summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(Bytes);

    /// <summary>Type and shape, such as <c>Float32[1x3x8x8]</c>.</summary>
    public override string ToString() => $"{ElementType}[{string.Join('x', Shape)}]";

    /// <summary>The bytes of a compiled model's tensor.</summary>
    internal static Span<byte> BytesOf(Tensor tensor) => tensor.Info.ElementType switch
    {
        TensorElementType.Float32 => MemoryMarshal.AsBytes(tensor.Values<float>()),
        TensorElementType.Float64 => MemoryMarshal.AsBytes(tensor.Values<double>()),
        TensorElementType.Float16 => MemoryMarshal.AsBytes(tensor.Values<Half>()),
        TensorElementType.Int64 => MemoryMarshal.AsBytes(tensor.Values<long>()),
        TensorElementType.Int32 => MemoryMarshal.AsBytes(tensor.Values<int>()),
        TensorElementType.Int8 => MemoryMarshal.AsBytes(tensor.Values<sbyte>()),
        TensorElementType.Int16 => MemoryMarshal.AsBytes(tensor.Values<short>()),
        TensorElementType.UInt16 => MemoryMarshal.AsBytes(tensor.Values<ushort>()),
        TensorElementType.UInt32 => MemoryMarshal.AsBytes(tensor.Values<uint>()),
        TensorElementType.UInt64 => MemoryMarshal.AsBytes(tensor.Values<ulong>()),
        TensorElementType.Boolean => MemoryMarshal.AsBytes(tensor.Values<bool>()),
        _ => tensor.Values<byte>(),
    };

    /// <summary>The bytes of a value.</summary>
    internal static int SizeOf(TensorElementType type) => type switch
    {
        TensorElementType.Float32 or TensorElementType.Int32 or TensorElementType.UInt32 => 4,
        TensorElementType.Float64 or TensorElementType.Int64 or TensorElementType.UInt64 => 8,
        TensorElementType.Float16 or TensorElementType.Int16 or TensorElementType.UInt16 => 2,
        _ => 1,
    };

    private static TensorElementType TypeOf(int number) => Enum.IsDefined((TensorElementType)number)
        ? (TensorElementType)number
        : throw new NotSupportedException($"Compiled models have no tensors of ONNX type {number}.");

    /// <summary>ONNX keeps float16 as bits and every type of fewer than 32 bits in the field of 32 bits.</summary>
    private static byte[] Decode(TensorProto proto, TensorElementType type) => (proto.RawData.Length > 0, type) switch
    {
        (true, _) => proto.RawData.ToByteArray(),
        (_, TensorElementType.Float32) => Encode(proto.FloatData.ToArray()),
        (_, TensorElementType.Float64) => Encode(proto.DoubleData.ToArray()),
        (_, TensorElementType.Int64) => Encode(proto.Int64Data.ToArray()),
        (_, TensorElementType.Int32) => Encode(proto.Int32Data.ToArray()),
        (_, TensorElementType.UInt32) => Encode(proto.Uint64Data.Select(value => (uint)value).ToArray()),
        (_, TensorElementType.UInt64) => Encode(proto.Uint64Data.ToArray()),
        (_, TensorElementType.Float16 or TensorElementType.Int16 or TensorElementType.UInt16) => Encode(proto.Int32Data.Select(value => (ushort)value).ToArray()),
        _ => [.. proto.Int32Data.Select(value => (byte)value)],
    };

    private static byte[] Encode<T>(T[] values)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private double[] Convert<T>(Func<T, double> convert)
        where T : unmanaged =>
        [.. Values<T>().ToArray().Select(convert)];
}
