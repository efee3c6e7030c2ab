using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the helper class that owns the memory and runs the kernels one after another.</summary>
internal static class NetClass
{
    /// <summary>
    /// What lies between the user's call and the kernels is compiled for good at its first call too: at first unoptimised and then measured, it took a net
    /// of 0.3 microseconds 1.7 in its first hundred milliseconds, and one method of it is compiled faster than the small ones that it calls.
    /// </summary>
    public const string Optimized = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    public static void Write(CodeWriter code, ModelSource model, IReadOnlyList<KernelMethod> kernels, WeightSections sections)
    {
        code.Line("/// <summary>Owns the memory and runs the kernels in their order.</summary>");
        using (code.Block($"file static class {model.Net}"))
        {
            WriteMemory(code, model, sections);
            code.Line();
            WritePredict(code, model);
            if (model.Description.Bytes is { } bytes && model.Plan.Image is { } image)
            {
                code.Line();
                WritePredictBytes(code, model, bytes, image);
            }
            code.Line();
            WriteDispatch(code, model);
            code.Line();
            WriteForward(code, model, kernels, sections);
        }
    }

    private static void WriteMemory(CodeWriter code, ModelSource model, WeightSections sections)
    {
        code.Line("[ThreadStatic]");
        code.Line("private static Workspace? workspace;");
        code.Line();
        code.Line($"internal static Workspace ThreadWorkspace => workspace ??= new Workspace({Literal(model.ScratchBytes)});");
        code.Line();
        if (model.NeedsWeights && model.Weights is null)
        {
            code.Line("internal static PackedWeights BuiltIn => throw new InvalidOperationException(");
            using (code.Indent())
                code.Line($"{Literal(MissingWeights(model))});");
            return;
        }
        // The reader of the other format is then trimmed away.
        string open = model.Weights is { IsOnnx: true } ? "OpenOnnxResource" : "OpenSafetensorsResource";
        string made = model.NeedsWeights
            ? $"{model.Recipe}.Pack(WeightFile.{open}(typeof({model.Net}).Assembly, {Literal(model.Weights!.ResourceName)}){Beside(model)})"
            : sections.Length > 0 ? $"{model.Recipe}.Pack()" : "new PackedWeights(0)";
        code.Line("private static PackedWeights? builtIn;");
        code.Line();
        code.Line("internal static PackedWeights BuiltIn => Volatile.Read(ref builtIn) ?? MakeBuiltIn();");
        code.Line();
        code.Line("[MethodImpl(MethodImplOptions.NoInlining)]");
        using (code.Block("private static PackedWeights MakeBuiltIn()"))
        {
            code.Line($"Interlocked.CompareExchange(ref builtIn, {made}, null);");
            code.Line("return builtIn;");
        }
    }

    private static string Beside(ModelSource model) => string.Concat(model.Weights!.Beside.Select(
        file => $".AddResource({Literal(file.Location)}, typeof({model.Net}).Assembly, {Literal(file.ResourceName)})"));

    private static string MissingWeights(ModelSource model)
    {
        string file = model.WeightFile ?? "weights.safetensors";
        return $"{model.Target.Name} was built without its weight file \"{file}\". Train it (new Network({model.Target.Name}.Architecture, seed), then Save(\"{file}\")) " +
            $"or save a PyTorch state_dict as safetensors, list the file in the project as <CnnModel Include=\"{file}\" />, and build again; " +
            $"or use {model.Target.Name}.Load(stream).";
    }

    private static void WritePredict(CodeWriter code, ModelSource model)
    {
        string parameters = string.Join("", Signature.Spans(model, "").Select(span => span + ", "));
        code.Line(Optimized);
        using (code.Block($"internal static void Predict({parameters}Workspace workspace, PackedWeights weights)"))
        {
            if (model.IsFloatToFloat)
                code.Line($"ModelGuard.Check(input, {Literal(model.Description.Inputs[0].Length)}, output, {Literal(model.Description.Outputs[0].Length)}, workspace, {Literal(model.ScratchBytes)});");
            else
                WriteChecks(code, model);
            HalfTensors.WriteWidening(code, model);
            string[] inputs = [.. model.InputNames.Select((_, index) => HalfTensors.Memory(model, index))];
            string[] outputs = [.. model.OutputNames.Select((_, index) => HalfTensors.Memory(model, inputs.Length + index))];
            string memory = string.Join(", ", inputs.Concat(outputs).Select(name => "ref " + name));
            if (model.Plan.Entry.Count == 0)
                code.Line($"Forward({memory}, ref workspace.First, ref weights.First);");
            else
            {
                code.Line("ref float scratch = ref workspace.First;");
                foreach (var planned in model.Plan.Entry)
                    ConversionCode.Write(code, planned, new MemoryNames(inputs, model.OutputNames));
                code.Line($"Forward({memory}, ref scratch, ref weights.First);");
            }
            HalfTensors.WriteNarrowing(code, model);
        }
    }

    private static void WriteChecks(CodeWriter code, ModelSource model)
    {
        for (int index = 0; index < model.InputNames.Count; index++)
            code.Line($"ModelGuard.CheckInput({model.InputNames[index]}, {Literal(model.Description.Inputs[index].Length)}, nameof({model.InputNames[index]}));");
        for (int index = 0; index < model.OutputNames.Count; index++)
            code.Line($"ModelGuard.CheckOutput({model.OutputNames[index]}, {Literal(model.Description.Outputs[index].Length)}, nameof({model.OutputNames[index]}));");
        foreach (string input in model.InputNames)
            foreach (string output in model.OutputNames)
                code.Line($"ModelGuard.CheckApart({input}, {output}, nameof({output}));");
        code.Line($"ModelGuard.CheckWorkspace(workspace, {Literal(model.ScratchBytes)});");
    }

    private static void WritePredictBytes(CodeWriter code, ModelSource model, ByteScaling bytes, Place image)
    {
        var layout = image.Layout;
        string outputs = string.Concat(Signature.Outputs(model, "").Select(span => ", " + span));
        code.Line(Optimized);
        using (code.Block($"internal static void Predict(ReadOnlySpan<byte> pixels, int rowStride{outputs}, Workspace workspace, PackedWeights weights)"))
        {
            code.Line($"ModelGuard.CheckPixels(pixels, rowStride, {Literal(layout.Height)}, {Literal(layout.Width * layout.Channels)});");
            for (int index = 0; index < model.OutputNames.Count; index++)
                code.Line($"ModelGuard.CheckOutput({model.OutputNames[index]}, {Literal(model.Description.Outputs[index].Length)}, nameof({model.OutputNames[index]}));");
            code.Line($"ModelGuard.CheckWorkspace(workspace, {Literal(model.ScratchBytes)});");
            code.Line($"ref float image = {Reference.At("workspace.First", image.Offset)};");
            BorderCode.Write(code, ("image", 0), layout);
            code.Line($"Bytes.Scaling.Widen(pixels, rowStride, {Reference.At("image", layout.Origin)}, {Literal(layout.PixelStride)}, {Literal(layout.RowStride)}, {Literal(layout.Height)}, {Literal(layout.Width)});");
            HalfTensors.WriteOutputs(code, model);
            code.Line($"Forward(ref image, {string.Join(", ", model.OutputNames.Select((_, index) => "ref " + HalfTensors.Memory(model, 1 + index)))}, ref workspace.First, ref weights.First);");
            HalfTensors.WriteNarrowing(code, model);
        }
        code.Line();
        code.Line("/// <summary>What the bytes of an image stand for: byte * factor + summand for each channel. Apart, as floats need no such table.</summary>");
        using (code.Block("private static class Bytes"))
            code.Line($"internal static readonly ByteScaling Scaling = new([{List(bytes.Factors)}], [{List(bytes.Summands)}], reversed: {(bytes.Reversed ? "true" : "false")});");

        static string List(IReadOnlyList<float> values) => string.Join(", ", values.Select(Literal));
    }

    private static void WriteDispatch(CodeWriter code, ModelSource model)
    {
        code.Line("/// <summary>Picks the widest vectors of this machine. V16, V8 and V4 are the widest that 16, 8 and 4 channels fill.</summary>");
        code.Line(Optimized);
        using (code.Block($"private static void Forward({Signature.References(model)})"))
        {
            string arguments = $"({string.Join(", ", model.InputNames.Concat(model.OutputNames).Concat(["scratch", "weights"]).Select(name => "ref " + name))});";
            VectorDispatch.Write(code, vectors => $"Forward{vectors}{arguments}");
        }
    }

    private static void WriteForward(CodeWriter code, ModelSource model, IReadOnlyList<KernelMethod> kernels, WeightSections sections)
    {
        code.Line(Optimized);
        code.Line($"private static void Forward{VectorDispatch.Parameters}({Signature.References(model)})");
        VectorDispatch.WriteConstraints(code);
        var memory = new MemoryNames(model.InputNames, model.OutputNames);
        var methods = kernels.ToDictionary(method => method.Planned);
        using (code.Block())
            foreach (var planned in model.Plan.Nodes)
            {
                if (methods.TryGetValue(planned, out var kernel))
                    KernelCall.Write(code, model.Kernels, kernel, sections[kernel], memory);
                else
                    ConversionCode.Write(code, planned, memory);
            }
    }
}
