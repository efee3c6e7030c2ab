using CnnCompiler.Generator.Emit;
using static CnnCompiler.Generator.CSharp;
using static CnnCompiler.Generator.Kernels.KernelSite;

namespace CnnCompiler.Generator.Kernels;

/// <summary>The transform of rows of inputs as they lie, pixels as lanes.</summary>
internal static class WinogradRowTransform
{
    /// <summary>Writes it from <c>source</c> to <c>rows</c>, vector by vector along the rows; the last vector is moved back to end with them.</summary>
    /// <param name="code">The place to write.</param>
    /// <param name="form">The algorithm from row to row.</param>
    /// <param name="sourceStep">From one row of inputs to the next.</param>
    /// <param name="rowStep">From one transformed row to the next.</param>
    /// <param name="length">Values of a row, at least 16.</param>
    public static void Write(CodeWriter code, WinogradForm form, int sourceStep, int rowStep, int length)
    {
        using (code.Block($"for (int next = 0; next < {Literal(length)}; next += V.Count)"))
        {
            code.Line(length % 16 == 0 ? "int i = next;" : $"int i = Math.Min(next, {Literal(length)} - V.Count);");
            code.Line("ref float from = ref Unsafe.Add(ref source, i);");
            code.Line("ref float to = ref Unsafe.Add(ref rows, i);");
            for (int row = 0; row < form.Inputs; row++)
                code.Line($"var d{Literal(row)} = V.Load({At("from", row * sourceStep)});");
            form.WriteInput(code);
            for (int row = 0; row < form.Inputs; row++)
                code.Line($"V.Store(v{Literal(row)}, {At("to", row * rowStep)});");
        }
    }
}
