using CnnCompiler.Generator.Kernels;
using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>
/// Writes the type that computes a block of inputs: all layers up to the tail input by input, then the tail layer by layer, so that a dense layer reads
/// its weights once for the block.
/// </summary>
internal static class BatchStruct
{
    /// <summary>Bytes that are kept of a block's inputs: with the weights of a chunk they stay in a second-level cache of 2 MB.</summary>
    private const int MostKeptBytes = 1 << 20;

    /// <summary>Inputs of a block at the most: more save little, and threads share blocks.</summary>
    private const int MostImages = 8 * DenseTile.Images;

    /// <summary>Multiply-adds of a block of a net without such layers: about 10 microseconds, against which handing a block to a thread costs little.</summary>
    private const long BlockWork = 1_000_000;

    /// <summary>Whether a node is computed for a block at once.</summary>
    public static bool IsBatched(ExecutionPlan plan, PlannedNode planned) =>
        plan.Nodes.Skip(plan.TailStart).Contains(planned) && planned.Strategy.ComputesBatches(planned.Node, planned.Inputs[0].Layout);

    public static void Write(CodeWriter code, ModelSource model, IReadOnlyList<KernelMethod> kernels, WeightSections sections)
    {
        var plan = model.Plan;
        bool hasTail = plan.TailStart < plan.Nodes.Count;
        int sums = plan.Nodes.Where(planned => IsBatched(plan, planned)).Select(planned => planned.Strategy.BatchSumsLength(planned.Node)).DefaultIfEmpty().Max();
        // An odd number of cache lines from one input's values to the next one's: powers of two would share cache sets.
        int row = plan.ScratchLength - plan.HeadLength;
        row += row / 16 % 2 == 0 ? 16 : 0;
        int images = hasTail ? Math.Min(MostImages, Math.Max(DenseTile.Images, MostKeptBytes / 4 / (row + sums) / DenseTile.Images * DenseTile.Images))
            : (int)Math.Min(MostImages, Math.Max(1, BlockWork / Math.Max(1, model.Description.Layers.Sum(layer => layer.MultiplyAdds))));
        int scratch = hasTail ? checked(4 * (plan.HeadLength + images * (row + sums))) : model.ScratchBytes;

        code.Line("/// <summary>Computes several inputs: what weights are read once for goes layer by layer, the rest input by input.</summary>");
        using (code.Block($"file readonly struct {model.Batch} : IBatchedModel"))
        {
            foreach (var (name, value) in new[]
            {
                ("InputLength", model.Description.Inputs[0].Length), ("OutputLength", model.Description.Outputs[0].Length), ("BlockLength", images), ("ScratchBytes", scratch),
            })
            {
                code.Line($"public static int {name} => {Literal(value)};");
                code.Line();
            }
            const string parameters = "int count, ref float inputs, ref float outputs, ref float scratch, ref float weights";
            code.Line(NetClass.Optimized);
            using (code.Block($"public static void Run({parameters})"))
                VectorDispatch.Write(code, vectors => $"Run{vectors}(count, ref inputs, ref outputs, ref scratch, ref weights);");
            code.Line();
            code.Line(NetClass.Optimized);
            code.Line($"private static void Run{VectorDispatch.Parameters}({parameters})");
            VectorDispatch.WriteConstraints(code);
            using (code.Block())
                if (hasTail)
                    WriteBlock(code, model, kernels, sections, row, images);
                else
                    WriteEach(code, model, kernels, sections, plan.Nodes, entry: true, new MemoryNames(["input"], ["output"]));
        }
    }

    private static void WriteBlock(CodeWriter code, ModelSource model, IReadOnlyList<KernelMethod> kernels, WeightSections sections, int row, int images)
    {
        var plan = model.Plan;
        var memory = new MemoryNames(["input"], ["output"]) { KeptFrom = plan.HeadLength };
        code.Line($"ref float rows = {Reference.At("scratch", plan.HeadLength)};");
        code.Line($"ref float sums = {Reference.At("rows", images * row)};");
        if (plan.TailStart > 0 || plan.Entry.Count > 0)
            WriteEach(code, model, kernels, sections, [.. plan.Nodes.Take(plan.TailStart)], entry: true, memory, row);
        var single = new List<PlannedNode>();
        foreach (var planned in plan.Nodes.Skip(plan.TailStart))
            if (IsBatched(plan, planned))
            {
                WriteSingle();
                var kernel = kernels.First(method => method.Planned == planned);
                string vector = Lanes.Vector(planned.Strategy.VectorLanes(planned.Node));
                code.Line($"{model.Kernels}.{kernel.Name}Batch<{vector}>({Rows(planned.Inputs[0])}, {Rows(planned.Output)}, {Reference.At("weights", sections[kernel])}, ref sums, count);");
            }
            else
            {
                single.Add(planned);
            }
        WriteSingle();

        void WriteSingle()
        {
            if (single.Count > 0)
                WriteEach(code, model, kernels, sections, [.. single], entry: false, memory, row);
            single.Clear();
        }

        string Rows(Place place) => place.Region switch
        {
            Region.Input => $"ref inputs, {Literal(model.Description.Inputs[0].Length)}",
            Region.Output => $"ref outputs, {Literal(model.Description.Outputs[0].Length)}",
            _ => $"{Reference.At("rows", place.Offset - plan.HeadLength)}, {Literal(row)}",
        };
    }

    private static void WriteEach(
        CodeWriter code, ModelSource model, IReadOnlyList<KernelMethod> kernels, WeightSections sections, IReadOnlyList<PlannedNode> nodes, bool entry, MemoryNames memory,
        int row = 0)
    {
        using (code.Block("for (int image = 0; image < count; image++)"))
        {
            code.Line($"ref float input = ref Unsafe.Add(ref inputs, (nint)image * {Literal(model.Description.Inputs[0].Length)});");
            code.Line($"ref float output = ref Unsafe.Add(ref outputs, (nint)image * {Literal(model.Description.Outputs[0].Length)});");
            if (row > 0)
                code.Line($"ref float kept = ref Unsafe.Add(ref rows, (nint)image * {Literal(row)});");
            if (entry)
                foreach (var planned in model.Plan.Entry)
                    ConversionCode.Write(code, planned, memory);
            foreach (var planned in nodes)
                if (kernels.FirstOrDefault(method => method.Planned == planned) is { } kernel)
                    KernelCall.Write(code, model.Kernels, kernel, sections[kernel], memory);
                else
                    ConversionCode.Write(code, planned, memory);
        }
    }
}
