namespace CnnCompiler.Generator.Graph;

/// <summary>
/// A tensor whose values the compiler knows: shapes, axes, indices and other small constants of a model. Large weights are never held like this;
/// they are expressions over the weight file.
/// </summary>
internal sealed class ConstantTensor
{
    private ConstantTensor(TensorType type, Array values)
    {
        if (values.Length != type.Length)
            throw new ArgumentException($"{type} needs {type.Length} values; found {values.Length}.", nameof(values));
        (Type, Values) = (type, values);
    }

    public TensorType Type { get; }

    /// <summary>
    /// The values in row-major order: a float[], double[] or bool[], a long[] for whole numbers of 64 bits and uint32, and an int[] for other whole numbers.
    /// </summary>
    public Array Values { get; }

    public static ConstantTensor Of(float[] values, params int[] shape) => new(new TensorType(ElementType.Float32, shape), values);

    public static ConstantTensor Of(double[] values, params int[] shape) => new(new TensorType(ElementType.Float64, shape), values);

    public static ConstantTensor Of(int[] values, params int[] shape) => new(new TensorType(ElementType.Int32, shape), values);

    public static ConstantTensor Of(long[] values, params int[] shape) => new(new TensorType(ElementType.Int64, shape), values);

    public static ConstantTensor Of(bool[] values, params int[] shape) => new(new TensorType(ElementType.Boolean, shape), values);

    /// <summary>Values of any element type.</summary>
    public static ConstantTensor Of(TensorType type, Array values) => new(type, values);

    /// <summary>One value everywhere.</summary>
    public static ConstantTensor Fill(TensorType type, double value)
    {
        int length = type.Length;
        return type.Element switch
        {
            ElementType.Float64 => new ConstantTensor(type, Repeat(value)),
            ElementType.Boolean => new ConstantTensor(type, Repeat(value != 0)),
            ElementType.Float32 or ElementType.Float16 => new ConstantTensor(type, Repeat((float)value)),
            _ => OfIntegers(type, Repeat((long)value)),
        };

        T[] Repeat<T>(T one) => [.. Enumerable.Repeat(one, length)];
    }

    /// <summary>Whole numbers in the size of their type; what does not fit wraps around.</summary>
    public static ConstantTensor OfIntegers(TensorType type, long[] values) => new(
        type,
        type.Element is ElementType.Int64 or ElementType.UInt64 or ElementType.UInt32
            ? Array.ConvertAll(values, value => type.Element.Wrap(value))
            : Array.ConvertAll(values, value => (int)type.Element.Wrap(value)));

    /// <summary>The values as float64; true is 1.</summary>
    public double[] Doubles() => Values switch
    {
        double[] doubles => doubles,
        float[] floats => [.. floats.Select(value => (double)value)],
        bool[] flags => [.. flags.Select(flag => flag ? 1.0 : 0.0)],
        long[] longs when Type.Element == ElementType.UInt64 => [.. longs.Select(value => (double)unchecked((ulong)value))],
        _ => [.. Integers().Select(value => (double)value)],
    };

    /// <summary>The values as whole numbers, for shapes and axes.</summary>
    public long[] Integers() => Values switch
    {
        long[] longs => longs,
        int[] ints => [.. ints.Select(value => (long)value)],
        _ => throw new InvalidOperationException($"Whole numbers were expected; found {Type}."),
    };
}
