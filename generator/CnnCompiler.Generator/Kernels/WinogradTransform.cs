using CnnCompiler.Generator.Emit;
using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Kernels;

/// <summary>
/// The one-dimensional transforms of F(4, 3) with the points 0, +-a, +-b and infinity. With 3/4 and 3/2 the error of three layers of 64 channels is
/// 1.5e-6 of the largest output, with the usual 1 and 2 it is 4.8e-6; and every factor is exact in float32. The runtime's WinogradKernel transforms
/// kernels with the same points.
/// </summary>
internal static class WinogradTransform
{
    private const float A = 0.75f;
    private const float B = 1.5f;

    /// <summary>Writes the statements that make v0 to v5 of the inputs d0 to d5.</summary>
    public static void WriteInput(CodeWriter code)
    {
        code.Line($"var v0 = {Fused(-(A * A + B * B), "d2", Fused(A * A * B * B, "d0", "d4"))};");
        code.Line($"var v5 = {Fused(-(A * A + B * B), "d3", Fused(A * A * B * B, "d1", "d5"))};");
        WritePair(code, "v1", "v2", A, B, "even", "odd");
        WritePair(code, "v3", "v4", B, A, "even2", "odd2");
    }

    /// <summary>Writes the statements that make r0 to r3 of the products m0 to m5.</summary>
    /// <param name="code">The place to write.</param>
    /// <param name="row">What follows the names of the variables.</param>
    public static void WriteOutput(CodeWriter code, string row = "")
    {
        code.Line($"var s1{row} = V.Add(m1{row}, m2{row});");
        code.Line($"var s2{row} = V.Add(m3{row}, m4{row});");
        code.Line($"var t1{row} = V.Subtract(m1{row}, m2{row});");
        code.Line($"var t2{row} = V.Subtract(m3{row}, m4{row});");
        code.Line($"var r0{row} = V.Add(m0{row}, V.Add(s1{row}, s2{row}));");
        code.Line($"var r1{row} = {Fused(A, "t1" + row, Times(B, "t2" + row))};");
        code.Line($"var r2{row} = {Fused(A * A, "s1" + row, Times(B * B, "s2" + row))};");
        code.Line($"var r3{row} = {Fused(A * A * A, "t1" + row, Fused(B * B * B, "t2" + row, "m5" + row))};");
    }

    /// <summary>The sums at the points x and -x, which share their even and odd powers.</summary>
    private static void WritePair(CodeWriter code, string plus, string minus, float x, float other, string even, string odd)
    {
        code.Line($"var {even} = {Fused(-other * other, "d2", "d4")};");
        code.Line($"var {odd} = {Fused(x, "d3", Times(-x * other * other, "d1"))};");
        code.Line($"var {plus} = V.Add({even}, {odd});");
        code.Line($"var {minus} = V.Subtract({even}, {odd});");
    }

    private static string Fused(float factor, string value, string addend) => $"V.MultiplyAdd(V.Broadcast({Literal(factor)}), {value}, {addend})";

    private static string Times(float factor, string value) => $"V.Multiply(V.Broadcast({Literal(factor)}), {value})";
}
