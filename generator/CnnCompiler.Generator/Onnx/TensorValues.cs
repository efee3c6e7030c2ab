using CnnCompiler.Generator.Graph;
using CnnCompiler.Weights;

namespace CnnCompiler.Generator.Onnx;

/// <summary>Turns the types and values of a file into those of a graph.</summary>
internal static class TensorValues
{
    private const int Int32 = 6;
    private const int Int64 = 7;
    private const int Boolean = 9;
    private const int Float64 = 11;

    /// <summary>The type in which values of a file's type are computed; null where they cannot be.</summary>
    public static ElementType? ComputedAs(int dataType) => dataType switch
    {
        OnnxTensor.Float32 or OnnxTensor.Float16 => ElementType.Float32,
        Float64 => ElementType.Float64,
        Int32 => ElementType.Int32,
        Int64 => ElementType.Int64,
        Boolean => ElementType.Boolean,
        2 => ElementType.UInt8,
        3 => ElementType.Int8,
        4 => ElementType.UInt16,
        5 => ElementType.Int16,
        12 => ElementType.UInt32,
        13 => ElementType.UInt64,
        _ => null,
    };

    /// <summary>The number of a type that outputs can have.</summary>
    public static int NumberOf(ElementType element) => element switch
    {
        ElementType.UInt8 => 2,
        ElementType.Int8 => 3,
        ElementType.UInt16 => 4,
        ElementType.Int16 => 5,
        ElementType.Int32 => Int32,
        ElementType.Int64 => Int64,
        ElementType.Boolean => Boolean,
        ElementType.Float64 => Float64,
        ElementType.UInt32 => 12,
        ElementType.UInt64 => 13,
        _ => OnnxTensor.Float32,
    };

    /// <summary>The type that constants of a file's type are read as: bfloat16 is widened, too.</summary>
    public static ElementType? ReadAs(int dataType) => dataType == 16 ? ElementType.Float32 : ComputedAs(dataType);

    /// <summary>The values of a tensor of a type that <see cref="ReadAs"/> knows.</summary>
    public static ConstantTensor Of(OnnxTensor tensor, byte[] bytes)
    {
        int[] shape = [.. tensor.Shape.Select(axis => checked((int)axis))];
        int size = OnnxTensor.SizeOf(tensor.DataType);
        int count = bytes.Length / size;
        var element = ReadAs(tensor.DataType);
        if (element is { } whole && whole.IsWhole())
            return ConstantTensor.OfIntegers(new TensorType(whole, shape), Each(index => Extended(tensor.DataType, bytes, index, size)));
        switch (element)
        {
            case ElementType.Float32: return ConstantTensor.Of(Each<float>(index => Single(tensor.DataType, bytes, index)), shape);
            case ElementType.Float64: return ConstantTensor.Of(Each(index => BitConverter.Int64BitsToDouble(Bits(bytes, index, 8))), shape);
            case ElementType.Boolean: return ConstantTensor.Of(Each(index => bytes[index] != 0), shape);
            default: throw new UnsupportedException($"constants of type {OnnxTensor.TypeName(tensor.DataType)} are not supported");
        }

        T[] Each<T>(Func<int, T> value)
        {
            var values = new T[count];
            for (int index = 0; index < count; index++)
                values[index] = value(index);
            return values;
        }
    }

    private static long Extended(int dataType, byte[] bytes, int index, int size)
    {
        long bits = Bits(bytes, index, size);
        // int8, int16 and int32 have a sign to be carried upwards.
        return dataType switch { 3 => (sbyte)bits, 5 => (short)bits, Int32 => (int)bits, _ => bits };
    }

    private static float Single(int dataType, byte[] bytes, int index) => dataType switch
    {
        OnnxTensor.Float16 => Widen((int)Bits(bytes, index, 2)),
        16 => FromBits((int)Bits(bytes, index, 2) << 16),
        _ => FromBits((int)Bits(bytes, index, 4)),
    };

    private static long Bits(byte[] bytes, int index, int size)
    {
        long bits = 0;
        for (int part = size - 1; part >= 0; part--)
            bits = bits << 8 | bytes[index * size + part];
        return bits;
    }

    /// <summary>A float16 as float32, which is exact.</summary>
    private static float Widen(int half)
    {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0)
            return (sign < 0 ? -1f : 1f) * fraction * (1f / (1 << 24));
        return FromBits(sign | (exponent == 0x1F ? 0xFF : exponent + 112) << 23 | fraction << 13);
    }

    private static float FromBits(int bits) => BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);
}
