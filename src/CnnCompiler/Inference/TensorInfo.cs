using System.Globalization;
using System.Runtime.CompilerServices;

namespace CnnCompiler.Inference;

/// <summary>What a model says of one of its inputs or outputs.</summary>
public sealed class TensorInfo
{
    private readonly int[] _shape;

    /// <summary>Describes a tensor.</summary>
    /// <param name="name">The tensor's name, unique among the model's inputs and outputs.</param>
    /// <param name="elementType">The type of its values.</param>
    /// <param name="shape">The lengths of its axes, outermost first.</param>
    public TensorInfo(string name, TensorElementType elementType, params ReadOnlySpan<int> shape)
    {
        Name = name;
        ElementType = elementType;
        _shape = shape.ToArray();
        Length = 1;
        foreach (int axis in shape)
            Length = checked(Length * axis);
    }

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>The type of its values.</summary>
    public TensorElementType ElementType { get; }

    /// <summary>The lengths of its axes, outermost first.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The number of values.</summary>
    public int Length { get; }

    /// <summary>The number of bytes.</summary>
    public long ByteLength => (long)Length * SizeOf(ElementType);

    /// <summary>Name, type and shape, such as <c>image: Float32[28x28x1]</c>.</summary>
    public override string ToString() =>
        $"{Name}: {ElementType}[{string.Join('x', _shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)))}]";

    internal static int SizeOf(TensorElementType type) => type switch
    {
        TensorElementType.Float32 or TensorElementType.Int32 or TensorElementType.UInt32 => 4,
        TensorElementType.Int64 or TensorElementType.UInt64 or TensorElementType.Float64 => 8,
        TensorElementType.Float16 or TensorElementType.Int16 or TensorElementType.UInt16 => 2,
        TensorElementType.UInt8 or TensorElementType.Int8 or TensorElementType.Boolean => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of tensor values."),
    };

    internal static TensorElementType TypeOf<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return TensorElementType.Float32;
        if (typeof(T) == typeof(double)) return TensorElementType.Float64;
        if (typeof(T) == typeof(Half)) return TensorElementType.Float16;
        if (typeof(T) == typeof(long)) return TensorElementType.Int64;
        if (typeof(T) == typeof(int)) return TensorElementType.Int32;
        if (typeof(T) == typeof(byte)) return TensorElementType.UInt8;
        if (typeof(T) == typeof(sbyte)) return TensorElementType.Int8;
        if (typeof(T) == typeof(short)) return TensorElementType.Int16;
        if (typeof(T) == typeof(ushort)) return TensorElementType.UInt16;
        if (typeof(T) == typeof(uint)) return TensorElementType.UInt32;
        if (typeof(T) == typeof(ulong)) return TensorElementType.UInt64;
        if (typeof(T) == typeof(bool)) return TensorElementType.Boolean;
        throw new NotSupportedException($"{typeof(T).Name} is no type of tensor values ({Unsafe.SizeOf<T>()} bytes).");
    }
}
