using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the call of one kernel; a channels-last kernel works on one map, so it is called for each map of a batch.</summary>
internal static class KernelCall
{
    public static void Write(CodeWriter code, string kernels, KernelMethod kernel, int section, MemoryNames memory)
    {
        using (code.Loop("n", Maps(kernel.Planned)))
        {
            WriteBorder(code, kernel.Planned, memory);
            string temporary = kernel.HasTemporary ? memory.ScratchPointer(kernel.Planned.TemporaryOffset) : "";
            WriteCall(code, kernels, kernel, section, memory, temporary, $"0, {Literal(kernel.Pieces)}");
        }
    }

    /// <summary>Writes the call that clears the border around a kernel's output.</summary>
    public static void WriteBorder(CodeWriter code, PlannedNode planned, MemoryNames memory)
    {
        if (planned.Strategy.Order == MemoryOrder.ChannelsLast && planned.ClearsBorder && planned.Output.Region == Region.Scratch)
            BorderCode.Write(code, memory.Scratch(planned.Output.Offset), planned.Output.Layout, Maps(planned) == 1 ? 0 : planned.Output.Layout.MapStride);
    }

    /// <summary>Writes the call alone.</summary>
    /// <param name="code">The place to write.</param>
    /// <param name="kernels">The class of the kernels.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="section">Where its weights begin.</param>
    /// <param name="memory">What the model's memory is called.</param>
    /// <param name="temporary">The reference to the kernel's own scratch memory; not used where it has none.</param>
    /// <param name="pieces">The arguments for the pieces to compute; not used where there is one.</param>
    public static void WriteCall(CodeWriter code, string kernels, KernelMethod kernel, int section, MemoryNames memory, string temporary, string pieces)
    {
        var planned = kernel.Planned;
        bool mapByMap = planned.Strategy.Order == MemoryOrder.ChannelsLast;
        int batch = Maps(planned);
        var arguments = planned.Inputs.Select((place, operand) => Operand(kernels, kernel, place, operand, section, memory, batch))
            .Concat(planned.Outputs.Select(place => memory.Pointer(place, mapByMap ? place.Layout.Origin : 0, batch == 1 ? 0 : place.Layout.MapStride)))
            .Concat(kernel.HasWeights ? [Reference.At("weights", section)] : Array.Empty<string>())
            .Concat(kernel.HasTemporary ? [temporary] : Array.Empty<string>())
            .Concat(kernel.Pieces > 1 ? [pieces] : Array.Empty<string>());
        string vector = planned.Strategy.IsVectorised ? $"<{(mapByMap ? Lanes.Vector(planned.Strategy.VectorLanes(planned.Node)) : Lanes.Vector(16))}>" : "";
        code.Line($"{kernels}.{kernel.Name}{vector}({string.Join(", ", arguments)});");
    }

    private static int Maps(PlannedNode planned) => planned.Strategy.Order == MemoryOrder.ChannelsLast ? planned.Node.Output.Type.Batch : 1;

    private static string Operand(string kernels, KernelMethod kernel, Place place, int operand, int section, MemoryNames memory, int batch)
    {
        if (place.Region != Region.Constant)
            return memory.Pointer(place, operand == 0 ? kernel.Planned.Strategy.SourceOffset(kernel.Planned.Node, place.Layout) : place.Layout.Origin, batch == 1 ? 0 : place.Layout.MapStride);
        int packed = kernel.PackedConstant(operand);
        return packed >= 0 ? Reference.At("weights", section + packed) : $"ref MemoryMarshal.GetReference({kernels}.{ConstantOperands.NameOf(kernel, operand)})";
    }
}
