namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the choice of the widest vectors of the machine: V16, V8 and V4 are the widest that 16, 8 and 4 channels fill.</summary>
/// <remarks>
/// The first two conditions are <c>VectorPath</c>'s, written out: as they stand the just-in-time compiler knows them before it looks at the calls, and does not
/// load the types of the others, which took two milliseconds of a first prediction.
/// </remarks>
internal static class VectorDispatch
{
    /// <summary>The type parameters of a method that is called so: T16, T8 and T4 are what the vectors compute with.</summary>
    public const string Parameters = "<V16, T16, V8, T8, V4, T4>";

    /// <summary>Writes a call for each width.</summary>
    /// <param name="code">The place to write.</param>
    /// <param name="call">The statement, given the type arguments in angle brackets.</param>
    public static void Write(CodeWriter code, Func<string, string> call)
    {
        foreach (var (condition, vectors) in new[]
        {
            ("if (Vector512.IsHardwareAccelerated)", "<Float512, Vector512<float>, Float256, Vector256<float>, Float128, Vector128<float>>"),
            ("else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)", "<Float256, Vector256<float>, Float256, Vector256<float>, Float128, Vector128<float>>"),
            ("else if (VectorPath.HasFma128)", "<Float128, Vector128<float>, Float128, Vector128<float>, Float128, Vector128<float>>"),
            ("else", "<Float128NoFma, Vector128<float>, Float128NoFma, Vector128<float>, Float128NoFma, Vector128<float>>"),
        })
        {
            code.Line(condition);
            using (code.Indent())
                code.Line(call(vectors));
        }
    }

    /// <summary>Writes the constraints of a method that is called so.</summary>
    public static void WriteConstraints(CodeWriter code)
    {
        using (code.Indent())
            foreach (string lanes in new[] { "16", "8", "4" })
            {
                code.Line($"where V{lanes} : struct, IFloatVector<T{lanes}>");
                code.Line($"where T{lanes} : struct");
            }
    }
}
