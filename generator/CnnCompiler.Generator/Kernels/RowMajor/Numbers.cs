using System.Globalization;
using CnnCompiler.Generator.Graph;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>The text of numbers of each element type.</summary>
internal static class Numbers
{
    public static bool IsFloating(this ElementType type) => type is ElementType.Float32 or ElementType.Float64;

    /// <summary>A setting of an operator as a literal of an element type.</summary>
    public static string Literal(ElementType type, double value) => type switch
    {
        ElementType.Float32 => CSharp.Literal((float)value),
        ElementType.Float64 => CSharp.Literal(value),
        ElementType.Boolean => value != 0 ? "true" : "false",
        _ => ((long)value).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The lowest value of a type, where a search for the largest starts.</summary>
    public static string Lowest(ElementType type) => type switch
    {
        ElementType.Float32 => "float.NegativeInfinity",
        ElementType.Float64 => "double.NegativeInfinity",
        ElementType.Boolean => "false",
        _ => type.CSharpName() + ".MinValue",
    };

    /// <summary>The highest value of a type, where a search for the smallest starts.</summary>
    public static string Highest(ElementType type) => type switch
    {
        ElementType.Float32 => "float.PositiveInfinity",
        ElementType.Float64 => "double.PositiveInfinity",
        ElementType.Boolean => "true",
        _ => type.CSharpName() + ".MaxValue",
    };
}
