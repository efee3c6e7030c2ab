using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the helper class that holds the kernels, one method for each node.</summary>
internal static class KernelClass
{
    public static void Write(CodeWriter code, ModelSource model, IReadOnlyList<KernelMethod> kernels)
    {
        code.Line("/// <summary>The kernels. Each is compiled with full optimisation at its first call, for the vector it is called with.</summary>");
        using (code.Block($"file static class {model.Kernels}"))
        {
            for (int index = 0; index < kernels.Count; index++)
            {
                if (index > 0)
                    code.Line();
                WriteKernel(code, kernels[index]);
                if (model.ComputesBatches && BatchStruct.IsBatched(model.Plan, kernels[index].Planned))
                {
                    code.Line();
                    WriteBatchKernel(code, kernels[index]);
                }
            }
            ConstantOperands.Write(code, kernels);
        }
    }

    private static void WriteKernel(CodeWriter code, KernelMethod kernel)
    {
        var node = kernel.Planned.Node;
        code.Line($"// {Comment(node.Title)}: {Shapes(kernel)}.");
        code.Line($"// {Comment(Capital(kernel.Planned.Strategy.Reason(node)))}.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        string parameters = string.Join(", ", kernel.Parameters.Select(parameter => $"ref {parameter.Type} {parameter.Name}").Concat(kernel.Pieces > 1 ? ["int begin", "int end"] : Array.Empty<string>()));
        bool vectorised = kernel.Planned.Strategy.IsVectorised;
        code.Line($"internal static void {kernel.Name}{(vectorised ? "<V, T>" : "")}({parameters})");
        if (vectorised)
            WriteConstraints(code);
        using (code.Block())
            foreach (string line in kernel.Statements)
                code.Line(line);
    }

    private static void WriteBatchKernel(CodeWriter code, KernelMethod kernel)
    {
        code.Line($"// {Comment(kernel.Planned.Node.Title)} of a batch.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Line($"internal static void {kernel.Name}Batch<V, T>(ref float source, int sourceStep, ref float target, int targetStep, ref float weights, ref float sums, int count)");
        WriteConstraints(code);
        using (code.Block())
            foreach (string line in kernel.BatchStatements())
                code.Line(line);
    }

    /// <summary>T is what V computes with: see IFloatVector for what that saves the just-in-time compiler.</summary>
    private static void WriteConstraints(CodeWriter code)
    {
        using (code.Indent())
        {
            code.Line("where V : struct, IFloatVector<T>");
            code.Line("where T : struct");
        }
    }

    private static string Shapes(KernelMethod kernel)
    {
        var node = kernel.Planned.Node;
        string text = $"{string.Join(", ", node.Inputs.Where(input => !input.IsConstant).Select(input => Describe(input.Type)))} -> {string.Join(", ", node.Outputs.Select(output => Describe(output.Type)))}";
        return node.Operator is Convolution op ? $"{text}, kernel {Literal(op.Rows.Kernel)}x{Literal(op.Columns.Kernel)}" : text;
    }

    private static string Describe(TensorType type) => type.IsMap ? type.Describe() : type.ToString();

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
