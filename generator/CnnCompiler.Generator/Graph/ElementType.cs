namespace CnnCompiler.Generator.Graph;

/// <summary>The type of a value's elements.</summary>
internal enum ElementType
{
    Float32,
    Float64,
    Int32,
    Int64,
    Boolean,

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
        ElementType.Float16 => "global::System.Half",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type."),
    };

    public static int ByteLength(this ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 => 8,
        ElementType.Boolean => 1,
        ElementType.Float16 => 2,
        _ => 4,
    };
}
