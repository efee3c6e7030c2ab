using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the type that runs a net step by step: large layers in pieces that threads share, what lies between them on one thread.</summary>
internal static class SharedStruct
{
    /// <summary>Whether the net has layers to share.</summary>
    public static bool Serves(ModelSource model) => model.IsFloatToFloat && model.Plan.Nodes.Any(planned => SharedWork.Pieces(planned) > 1);

    public static void Write(CodeWriter code, ModelSource model, IReadOnlyList<KernelMethod> kernels, WeightSections sections)
    {
        var steps = Steps(model, kernels);
        int temporary = kernels.Where(kernel => kernel.Pieces > 1 && kernel.HasTemporary)
            .Select(kernel => kernel.Planned.Strategy.TemporaryLength(kernel.Planned.Node, kernel.Planned.Inputs[0].Layout)).DefaultIfEmpty().Max();
        code.Line("/// <summary>Runs the kernels step by step; threads share the pieces of large ones.</summary>");
        using (code.Block($"file readonly struct {model.Shared} : ISharedModel"))
        {
            foreach (var (name, value) in new[]
            {
                ("InputLength", model.Description.Inputs[0].Length), ("OutputLength", model.Description.Outputs[0].Length), ("ScratchBytes", model.ScratchBytes),
                ("TemporaryBytes", checked(4 * temporary)), ("StepCount", steps.Count),
            })
            {
                code.Line($"public static int {name} => {Literal(value)};");
                code.Line();
            }
            code.Line("public static int PiecesOf(int step) => step switch");
            using (code.Block("{", "};"))
            {
                for (int step = 0; step < steps.Count; step++)
                    if (steps[step] is [{ } kernel] && kernel.Pieces > 1)
                        code.Line($"{Literal(step)} => {Literal(kernel.Pieces)},");
                code.Line("_ => 1,");
            }
            code.Line();
            const string parameters = "int step, int begin, int end, ref float input, ref float output, ref float scratch, ref float temporary, ref float weights";
            using (code.Block($"public static void Run({parameters})"))
                VectorDispatch.Write(code, vectors => $"Run{vectors}(step, begin, end, ref input, ref output, ref scratch, ref temporary, ref weights);");
            code.Line();
            code.Line($"private static void Run{VectorDispatch.Parameters}({parameters})");
            VectorDispatch.WriteConstraints(code);
            using (code.Block())
            using (code.Block("switch (step)"))
                for (int step = 0; step < steps.Count; step++)
                {
                    code.Line($"case {Literal(step)}:");
                    using (code.Indent())
                    {
                        WriteStep(code, model, kernels, sections, steps, step);
                        code.Line("break;");
                    }
                }
        }
    }

    /// <summary>The kernels of each step, null for a conversion; a shared kernel is a step by itself, and one that prepares comes first.</summary>
    private static IReadOnlyList<IReadOnlyList<KernelMethod?>> Steps(ModelSource model, IReadOnlyList<KernelMethod> kernels)
    {
        var steps = new List<IReadOnlyList<KernelMethod?>>();
        var alone = new List<KernelMethod?>();
        foreach (var planned in model.Plan.Nodes)
        {
            var kernel = kernels.FirstOrDefault(method => method.Planned == planned);
            if (kernel is { Pieces: > 1 })
            {
                steps.Add([.. alone]);
                alone.Clear();
                steps.Add([kernel]);
            }
            else
            {
                alone.Add(kernel);
            }
        }
        if (alone.Count > 0)
            steps.Add(alone);
        return steps;
    }

    private static void WriteStep(
        CodeWriter code, ModelSource model, IReadOnlyList<KernelMethod> kernels, WeightSections sections, IReadOnlyList<IReadOnlyList<KernelMethod?>> steps, int step)
    {
        var memory = new MemoryNames(["input"], ["output"]);
        if (steps[step] is [{ Pieces: > 1 } shared])
        {
            KernelCall.WriteCall(code, model.Kernels, shared, sections[shared], memory, "ref temporary", "begin, end");
            return;
        }
        if (step == 0)
            foreach (var planned in model.Plan.Entry)
                ConversionCode.Write(code, planned, memory);
        int first = steps.Take(step).Sum(earlier => earlier.Count);
        for (int index = 0; index < steps[step].Count; index++)
            if (steps[step][index] is { } kernel)
                KernelCall.Write(code, model.Kernels, kernel, sections[kernel], memory);
            else
                ConversionCode.Write(code, model.Plan.Nodes[first + index], memory);
        // What a shared kernel's output needs around it is written before any thread begins.
        if (step + 1 < steps.Count && steps[step + 1] is [{ Pieces: > 1 } next])
            KernelCall.WriteBorder(code, next.Planned, memory);
    }
}
