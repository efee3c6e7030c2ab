namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the generated file, part by part.</summary>
internal static class SourceFile
{
    public static string Write(ModelSource model)
    {
        var kernels = KernelMethod.WriteAll(model.Plan.Nodes);
        var sections = WeightSections.Of(kernels);
        var code = new CodeWriter();

        FileHeader.Write(code, model, sections);
        NativeHeader.Write(code, model);
        using (model.Target.Namespace.Length > 0 ? code.Block($"namespace {model.Target.Namespace}") : default(CodeWriter.Scope?))
            ModelMembers.Write(code, model, sections);
        code.Line();
        using (code.Block("namespace CnnCompiler.Generated"))
        {
            foreach (string import in Imports)
                code.Line($"using {import};");
            code.Line();
            WriteHelpers(code, model, kernels, sections);
            if (model.FeatureMaps is { } maps)
            {
                code.Line();
                code.Line("// The same net once more for its feature maps: every layer's output is kept, so nothing is fused across layers.");
                code.Line();
                WriteHelpers(code, maps.Model, maps.Kernels, maps.Sections);
            }
        }
        return code.ToString();
    }

    private static void WriteHelpers(CodeWriter code, ModelSource model, IReadOnlyList<KernelMethod> kernels, WeightSections sections)
    {
        NetClass.Write(code, model, kernels, sections);
        code.Line();
        if (model.ComputesBatches)
        {
            BatchStruct.Write(code, model, kernels, sections);
            code.Line();
            if (SharedStruct.Serves(model))
            {
                SharedStruct.Write(code, model, kernels, sections);
                code.Line();
            }
        }
        KernelClass.Write(code, model, kernels);
        if (model.Part.Length == 0)
            NativeExports.Write(code, model);
        if (sections.Length == 0)
            return;
        code.Line();
        RecipeClass.Write(code, model, kernels, sections);
    }

    /// <summary>Inside the namespace, where they come before anything the user's own code could mean by these names.</summary>
    private static IReadOnlyList<string> Imports { get; } =
    [
        "global::System",
        "global::System.Runtime.CompilerServices",
        "global::System.Runtime.InteropServices",
        "global::System.Runtime.Intrinsics",
        "global::System.Runtime.Intrinsics.X86",
        "global::System.Threading",
        "global::CnnCompiler.Inference",
        "global::CnnCompiler.Weights",
    ];
}
