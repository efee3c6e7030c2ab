using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the zeros around a map; every call does so, since other values may have lain there.</summary>
internal static class BorderCode
{
    public static void Write(CodeWriter code, (string Name, int Offset) memory, TensorLayout layout, int map = 0)
    {
        if (layout.Border.IsEmpty)
            return;
        var border = layout.Border;
        string start = map == 0 ? Reference.At(memory.Name, memory.Offset) : Reference.At(memory.Name, $"{Literal(memory.Offset)} + n * {Literal(map)}");
        code.Line($"MapMemory.ClearBorder({start}, {Literal(layout.RowStride)}, {Literal(layout.Height)}, top: {Literal(border.Top)}, left: {Literal(border.Left * layout.PixelStride)}, " +
            $"bottom: {Literal(border.Bottom)}, right: {Literal(border.Right * layout.PixelStride)});");
    }
}
