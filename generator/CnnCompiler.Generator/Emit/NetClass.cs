using CnnCompiler.Generator.Planning;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the helper class that owns the memory and runs the kernels one after another.</summary>
internal static class NetClass
{
    public static void Write(CodeWriter code, ModelSource model, IReadOnlyList<KernelMethod> kernels, WeightSections sections)
    {
        code.Line("/// <summary>Owns the memory and runs the kernels in their order.</summary>");
        using (code.Block($"file static class {model.Net}"))
        {
            WriteMemory(code, model, sections);
            code.Line();
            WritePredict(code, model);
            if (model.Description.Bytes is { } bytes)
            {
                code.Line();
                WritePredictBytes(code, model, bytes);
            }
            code.Line();
            WriteDispatch(code);
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
            string file = model.WeightFile ?? "weights.safetensors";
            string text = $"{model.Target.Name} was built without its weight file \"{file}\". Train it (new Network({model.Target.Name}.Architecture, seed), then Save(\"{file}\")) " +
                $"or save a PyTorch state_dict as safetensors, list the file in the project as <CnnModel Include=\"{file}\" />, and build again; " +
                $"or use {model.Target.Name}.Load(stream).";
            code.Line("internal static PackedWeights BuiltIn => throw new InvalidOperationException(");
            using (code.Indent())
                code.Line($"{Literal(text)});");
            return;
        }
        string made = model.NeedsWeights
            ? $"{model.Recipe}.Pack(WeightFile.OpenResource(typeof({model.Net}).Assembly, {Literal(model.Weights!.ResourceName)}))"
            : $"new PackedWeights({Literal(sections.Length)})";
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

    private static void WritePredict(CodeWriter code, ModelSource model)
    {
        var plan = model.Plan;
        using (code.Block("internal static void Predict(ReadOnlySpan<float> input, Span<float> output, Workspace workspace, PackedWeights weights)"))
        {
            code.Line($"ModelGuard.Check(input, {Literal(model.InputLength)}, output, {Literal(model.OutputLength)}, workspace, {Literal(model.ScratchBytes)});");
            string input = "ref MemoryMarshal.GetReference(input)";
            string image = plan.ReadsInputInPlace ? input : At("workspace.First", plan.ImageOffset);
            if (!plan.ReadsInputInPlace)
            {
                code.Line($"ref float image = {image};");
                image = "ref image";
                WriteBorder(code, "image", 0, plan.Image);
                code.Line($"MapMemory.Copy({input}, {Literal(plan.Image.Channels)}, {Literal(plan.Image.Width * plan.Image.Channels)}, {At("image", plan.Image.Origin)}, " +
                    $"{Literal(plan.Image.PixelStride)}, {Literal(plan.Image.RowStride)}, {Literal(plan.Image.Height)}, {Literal(plan.Image.Width)}, {Literal(plan.Image.Channels)});");
            }
            code.Line($"Forward({image}, ref MemoryMarshal.GetReference(output), ref workspace.First, ref weights.First);");
        }
    }

    private static void WritePredictBytes(CodeWriter code, ModelSource model, ByteScaling bytes)
    {
        var image = model.Plan.Image;
        using (code.Block("internal static void Predict(ReadOnlySpan<byte> pixels, int rowStride, Span<float> output, Workspace workspace, PackedWeights weights)"))
        {
            code.Line($"ModelGuard.Check(pixels, rowStride, {Literal(image.Height)}, {Literal(image.Width * image.Channels)}, output, {Literal(model.OutputLength)}, workspace, {Literal(model.ScratchBytes)});");
            code.Line($"ref float image = {At("workspace.First", model.Plan.ImageOffset)};");
            WriteBorder(code, "image", 0, image);
            code.Line($"Scaling.Widen(pixels, rowStride, {At("image", image.Origin)}, {Literal(image.PixelStride)}, {Literal(image.RowStride)}, {Literal(image.Height)}, {Literal(image.Width)});");
            code.Line("Forward(ref image, ref MemoryMarshal.GetReference(output), ref workspace.First, ref weights.First);");
        }
        code.Line();
        code.Line("/// <summary>What the bytes of an image stand for: byte * factor + summand for each channel.</summary>");
        code.Line($"private static readonly ByteScaling Scaling = new([{List(bytes.Factors)}], [{List(bytes.Summands)}], reversed: {(bytes.Reversed ? "true" : "false")});");

        static string List(IReadOnlyList<float> values) => string.Join(", ", values.Select(Literal));
    }

    private static void WriteDispatch(CodeWriter code)
    {
        code.Line("/// <summary>Picks the widest vectors of this machine. V16, V8 and V4 are the widest that 16, 8 and 4 channels fill.</summary>");
        using (code.Block("private static void Forward(ref float image, ref float output, ref float scratch, ref float weights)"))
        {
            const string arguments = "(ref image, ref output, ref scratch, ref weights);";
            foreach (var (condition, vectors) in new[]
            {
                ("if (VectorPath.Has512)", "Float512, Float256, Float128"),
                ("else if (VectorPath.Has256)", "Float256, Float256, Float128"),
                ("else if (VectorPath.HasFma128)", "Float128, Float128, Float128"),
                ("else", "Float128NoFma, Float128NoFma, Float128NoFma"),
            })
            {
                code.Line(condition);
                using (code.Indent())
                    code.Line($"Forward<{vectors}>{arguments}");
            }
        }
    }

    private static void WriteForward(CodeWriter code, ModelSource model, IReadOnlyList<KernelMethod> kernels, WeightSections sections)
    {
        code.Line("private static void Forward<V16, V8, V4>(ref float image, ref float output, ref float scratch, ref float weights)");
        using (code.Indent())
        {
            foreach (string vector in new[] { "V16", "V8", "V4" })
                code.Line($"where {vector} : struct, IFloatVector<{vector}>");
        }
        using (code.Block())
        {
            foreach (var kernel in kernels)
                WriteCall(code, model, kernel, sections);
            if (model.Plan.OutputCopy is not { } result)
                return;
            var (from, to) = (result.Layout, model.Plan.OutputLayout);
            code.Line($"MapMemory.Copy({Pointer(result, from.Origin)}, {Literal(from.PixelStride)}, {Literal(from.RowStride)}, ref output, " +
                $"{Literal(to.PixelStride)}, {Literal(to.RowStride)}, {Literal(to.Height)}, {Literal(to.Width)}, {Literal(to.Channels)});");
        }
    }

    private static void WriteCall(CodeWriter code, ModelSource model, KernelMethod kernel, WeightSections sections)
    {
        var planned = kernel.Planned;
        WriteBorder(code, Base(planned.Output), planned.Output.Offset, planned.Output.Layout);
        var arguments = planned.Inputs
            .Select(place => Pointer(place, planned.Strategy.SourceOffset(planned.Node, place.Layout)))
            .Append(Pointer(planned.Output, planned.Output.Layout.Origin))
            .Concat(kernel.HasWeights ? [At("weights", sections[kernel])] : Array.Empty<string>())
            .Concat(kernel.HasTemporary ? [At("scratch", planned.TemporaryOffset)] : Array.Empty<string>());
        string vector = planned.Strategy.IsVectorised ? $"<{Lanes.Vector(planned.Node.Output.Type.Channels)}>" : "";
        code.Line($"{model.Kernels}.{kernel.Name}{vector}({string.Join(", ", arguments)});");
    }

    /// <summary>Zeros around a map; every call writes them, since other values may have lain there.</summary>
    private static void WriteBorder(CodeWriter code, string memory, int offset, TensorLayout layout)
    {
        if (layout.Border.IsEmpty)
            return;
        var border = layout.Border;
        code.Line($"MapMemory.ClearBorder({At(memory, offset)}, {Literal(layout.RowStride)}, {Literal(layout.Height)}, top: {Literal(border.Top)}, left: {Literal(border.Left * layout.PixelStride)}, " +
            $"bottom: {Literal(border.Bottom)}, right: {Literal(border.Right * layout.PixelStride)});");
    }

    private static string Pointer(Place place, int offset) => At(Base(place), place.Offset + offset);

    private static string Base(Place place) => place.Region switch { Region.Image => "image", Region.Output => "output", _ => "scratch" };
}
