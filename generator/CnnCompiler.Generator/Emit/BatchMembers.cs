namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the members that predict a batch, and one input on several threads.</summary>
internal static class BatchMembers
{
    private const string Parameters = "global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs, int count";

    public static void Write(CodeWriter code, ModelSource model, bool isStatic)
    {
        string modifiers = isStatic ? "public static" : "public";
        string weights = isStatic ? $"global::CnnCompiler.Generated.{model.Net}.BuiltIn" : "_weights";
        string run = $"global::CnnCompiler.Inference.BatchRunner.Run<global::CnnCompiler.Generated.{model.Batch}>";
        const string one = "global::System.ReadOnlySpan<float> input, global::System.Span<float> output";
        code.Line("/// <inheritdoc/>");
        if (SharedStruct.Serves(model))
        {
            code.Line($"{modifiers} void Predict({one}, int degreeOfParallelism) =>");
            using (code.Indent())
                code.Line($"global::CnnCompiler.Inference.SharedRunner.Run<global::CnnCompiler.Generated.{model.Shared}>(input, output, degreeOfParallelism, " +
                    $"global::CnnCompiler.Generated.{model.Net}.ThreadWorkspace, {weights});");
        }
        else
        {
            using (code.Block($"{modifiers} void Predict({one}, int degreeOfParallelism)"))
            {
                code.Line("global::System.ArgumentOutOfRangeException.ThrowIfLessThan(degreeOfParallelism, 1);");
                code.Line("Predict(input, output); // No layer is large enough to be shared among threads.");
            }
        }
        code.Line();
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
