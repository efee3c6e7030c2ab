namespace CnnCompiler.Generator.Graph;

/// <summary>The type of a value's elements.</summary>
internal enum ElementType
{
    Float32,
    Float64,
    Int32,
    Int64,
    Boolean,
    Int8,
    UInt8,
    Int16,
    UInt16,
    UInt32,
    UInt64,

    /// <summary>At the model's border only: inputs and outputs are widened and narrowed there, and computed with as float32.</summary>
    Float16,
}

/// <summary>What C# calls an element type, and how large it is.</summary>
internal static class ElementTypes
{
    public static string CSharpName(this ElementType type) => type switch
    {
        ElementType.Float32 => "float",
        ElementType.Float64 => "double",
        ElementType.Int32 => "int",
        ElementType.Int64 => "long",
        ElementType.Boolean => "bool",
        ElementType.Int8 => "sbyte",
        ElementType.UInt8 => "byte",
        ElementType.Int16 => "short",
        ElementType.UInt16 => "ushort",
        ElementType.UInt32 => "uint",
        ElementType.UInt64 => "ulong",
        ElementType.Float16 => "global::System.Half",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type."),
    };

    public static int ByteLength(this ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 => 8,
        ElementType.Boolean or ElementType.Int8 or ElementType.UInt8 => 1,
        ElementType.Float16 or ElementType.Int16 or ElementType.UInt16 => 2,
        _ => 4,
    };

    /// <summary>Whether the values are whole numbers.</summary>
    public static bool IsWhole(this ElementType type) => type is ElementType.Int32 or ElementType.Int64 || type.IsWrapped();

    /// <summary>Whether C# computes the values in a larger type, or in one without a sign, so that results are cut to the type they have here.</summary>
    public static bool IsWrapped(this ElementType type) =>
        type is ElementType.Int8 or ElementType.UInt8 or ElementType.Int16 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64;

    /// <summary>Whether the values have no sign.</summary>
    public static bool IsUnsigned(this ElementType type) => type is ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64;

    /// <summary>A whole number as a type of whole numbers has it: what does not fit wraps around.</summary>
    public static long Wrap(this ElementType type, long value) => unchecked(type switch
    {
        ElementType.Int8 => (sbyte)value,
        ElementType.UInt8 => (byte)value,
        ElementType.Int16 => (short)value,
        ElementType.UInt16 => (ushort)value,
        ElementType.Int32 => (int)value,
        ElementType.UInt32 => (uint)value,
        _ => value,
    });
}
