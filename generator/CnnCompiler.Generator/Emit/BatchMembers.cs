namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the members that predict a batch.</summary>
internal static class BatchMembers
{
    private const string Parameters = "global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, int count";

    public static void Write(CodeWriter code, ModelSource model, bool isStatic)
    {
        string modifiers = isStatic ? "public static" : "public";
        string weights = isStatic ? $"global::CnnCompiler.Generated.{model.Net}.BuiltIn" : "_weights";
        string run = $"global::CnnCompiler.Inference.BatchRunner.Run<global::CnnCompiler.Generated.{model.Batch}>";
        code.Line("/// <inheritdoc/>");
        code.Line($"{modifiers} void PredictBatch({Parameters}) =>");
        using (code.Indent())
            code.Line($"{run}(inputs, outputs, count, {weights});");
        code.Line();
        code.Line("/// <inheritdoc/>");
        code.Line($"{modifiers} void PredictBatch({Parameters}, int degreeOfParallelism) =>");
        using (code.Indent())
            code.Line($"{run}(inputs, outputs, count, degreeOfParallelism, {weights});");
    }
}
