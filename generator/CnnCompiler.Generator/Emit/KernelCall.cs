using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the call of one kernel; a channels-last kernel works on one map, so it is called for each map of a batch.</summary>
internal static class KernelCall
{
    public static void Write(CodeWriter code, string kernels, KernelMethod kernel, int section, MemoryNames memory)
    {
        var planned = kernel.Planned;
        bool mapByMap = planned.Strategy.Order == MemoryOrder.ChannelsLast;
        int batch = mapByMap ? planned.Node.Output.Type.Batch : 1;
        using (code.Loop("n", batch))
        {
            if (mapByMap && planned.Output.Region == Region.Scratch)
                BorderCode.Write(code, "scratch", planned.Output.Offset, planned.Output.Layout, batch == 1 ? 0 : planned.Output.Layout.MapStride);
            var arguments = planned.Inputs.Select((place, operand) => Operand(kernel, place, operand, section, memory, batch))
                .Concat(planned.Outputs.Select(place => memory.Pointer(place, mapByMap ? place.Layout.Origin : 0, batch == 1 ? 0 : place.Layout.MapStride)))
                .Concat(kernel.HasWeights ? [Reference.At("weights", section)] : Array.Empty<string>())
                .Concat(kernel.HasTemporary ? [Reference.At("scratch", planned.TemporaryOffset)] : Array.Empty<string>());
            string vector = planned.Strategy.IsVectorised ? $"<{(mapByMap ? Lanes.Vector(planned.Strategy.VectorLanes(planned.Node)) : "V16")}>" : "";
            code.Line($"{kernels}.{kernel.Name}{vector}({string.Join(", ", arguments)});");
        }
    }

    private static string Operand(KernelMethod kernel, Place place, int operand, int section, MemoryNames memory, int batch)
    {
        if (place.Region != Region.Constant)
            return memory.Pointer(place, operand == 0 ? kernel.Planned.Strategy.SourceOffset(kernel.Planned.Node, place.Layout) : place.Layout.Origin, batch == 1 ? 0 : place.Layout.MapStride);
        int packed = kernel.PackedConstant(operand);
        return packed >= 0 ? Reference.At("weights", section + packed) : $"ref MemoryMarshal.GetReference({ConstantOperands.NameOf(kernel, operand)})";
    }
}
