using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the call that copies a value from one order of memory to another.</summary>
internal static class ConversionCode
{
    public static void Write(CodeWriter code, PlannedNode planned, MemoryNames memory)
    {
        var (from, to) = (planned.Inputs[0], planned.Output);
        var op = (Graph.Operators.Convert)planned.Node.Operator;
        var type = planned.Node.Output.Type;
        code.Line($"// {Comment(planned.Node.Title)}.");
        if (op.From == MemoryOrder.RowMajor && op.To == MemoryOrder.RowMajor)
        {
            string source = from.Region == Region.Constant ? ConstantOperands.Literal(planned.Node.Input) : memory.Pointer(from, 0);
            code.Line($"MapMemory.CopyRun({source}, {memory.Pointer(to, 0)}, {Literal(type.Length)});");
            return;
        }
        using (code.Loop("n", type.Batch))
        {
            if (op.To == MemoryOrder.ChannelsLast && planned.ClearsBorder && to.Region == Region.Scratch)
                BorderCode.Write(code, memory.Scratch(to.Offset), to.Layout, Step(to.Layout, type));
            string arguments = (op.From, op.To) switch
            {
                (MemoryOrder.ChannelsLast, MemoryOrder.ChannelsLast) => $"Copy({Map(from)}, {Strides(from)}, {Map(to)}, {Strides(to)}",
                (MemoryOrder.ChannelsLast, _) => $"ToPlanes({Map(from)}, {Strides(from)}, {Planes(to)}",
                _ => $"FromPlanes({Planes(from)}, {Map(to)}, {Strides(to)}",
            };
            code.Line($"MapMemory.{arguments}, {Literal(type.Height)}, {Literal(type.Width)}, {Literal(type.Channels)});");
        }

        string Map(Place place) => memory.Pointer(place, place.Layout.Origin, Step(place.Layout, type));

        string Planes(Place place) => memory.Pointer(place, 0, type.Batch == 1 ? 0 : type.MapLength);

        static string Strides(Place place) => $"{Literal(place.Layout.PixelStride)}, {Literal(place.Layout.RowStride)}";

        static int Step(TensorLayout layout, TensorType type) => type.Batch == 1 ? 0 : layout.MapStride;
    }
}
