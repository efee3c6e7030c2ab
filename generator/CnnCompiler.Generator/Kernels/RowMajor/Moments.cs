using CnnCompiler.Generator.Emit;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>The mean and the variance of some elements, in two passes and in float64, so that nothing cancels.</summary>
internal static class Moments
{
    /// <summary>Writes the loops that compute <c>mean</c> and <c>variance</c>.</summary>
    public static void Write(CodeWriter code, LoopNest loops, string element, int count)
    {
        code.Line("double sum = 0;");
        using (loops.Open(code))
            code.Line($"sum += {element};");
        code.Line($"double mean = sum / {Literal(count)};");
        code.Line("double squares = 0;");
        using (loops.Open(code))
            code.Line($"squares += ({element} - mean) * ({element} - mean);");
        code.Line($"double variance = squares / {Literal(count)};");
    }
}
