using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the helper class that turns a weight file into packed weights.</summary>
internal static class RecipeClass
{
    public static void Write(CodeWriter code, ModelSource model, IReadOnlyList<KernelMethod> kernels, WeightSections sections)
    {
        code.Line("/// <summary>Reads the tensors of a weight file, checks and folds them, and packs them in the order the kernels read them.</summary>");
        using (code.Block($"file static class {model.Recipe}"))
        {
            var packed = kernels.Where(kernel => kernel.Packing.Length > 0).ToArray();
            string parameter = model.NeedsWeights ? "WeightFile file" : "";
            string argument = model.NeedsWeights ? "file, " : "";
            using (code.Block($"internal static PackedWeights Pack({parameter})"))
            {
                code.Line($"var weights = new PackedWeights({Literal(sections.Length)});");
                foreach (var kernel in packed)
                    code.Line($"{kernel.Name}({argument}weights.Values.Slice({Literal(sections[kernel])}, {Literal(kernel.Packing.Length)}));");
                // What is packed is read where the file lies.
                if (model.NeedsWeights)
                    code.Line("GC.KeepAlive(file);");
                code.Line("return weights;");
            }
            foreach (var kernel in packed)
            {
                code.Line();
                using (code.Block($"private static void {kernel.Name}({(model.NeedsWeights ? "WeightFile file, " : "")}Span<float> packed)"))
                    foreach (string statement in kernel.Packing.Statements)
                        code.Line(statement);
            }
        }
    }
}
