using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>Writes the entry points of a native library: what <see cref="NativeHeader"/> declares.</summary>
internal static class NativeExports
{
    /// <summary>Writes them where they are asked for; the model must then have one float32 input and one float32 output.</summary>
    public static void Write(CodeWriter code, ModelSource model)
    {
        if (model.Target.NativeExport is not { } name)
            return;
        code.Line();
        code.Line($"/// <summary>The C functions of {name}.h.</summary>");
        using (code.Block($"file static class {model.Prefix}Exports"))
        {
            WriteConstant(code, $"{name}_input_length", "int InputLength", Literal(model.Description.Inputs[0].Length));
            WriteConstant(code, $"{name}_output_length", "int OutputLength", Literal(model.Description.Outputs[0].Length));
            WriteConstant(code, $"{name}_version", "nint Version", $"NativeCall.Text(\"{Version(model)}\\0\"u8)");
            WriteConstant(code, $"{name}_predict", "int Predict", "Run(input, inputLength, output, outputLength)",
                "nint input, long inputLength, nint output, long outputLength");
            WriteConstant(code, $"{name}_predict_batch", "int PredictBatch", "RunBatch(inputs, inputsLength, outputs, outputsLength, count)",
                "nint inputs, long inputsLength, nint outputs, long outputsLength, int count");
            string inputLength = Literal(model.Description.Inputs[0].Length);
            string outputLength = Literal(model.Description.Outputs[0].Length);
            code.Line("// Apart from the entry points: a stack allocation in one of them, inlined too, aborts the process if it is the first call.");
            WriteRun(
                code, "Run(nint input, long inputLength, nint output, long outputLength)",
                $"NativeCall.Check(input, inputLength, {inputLength}, output, outputLength, {outputLength}, 1)",
                $"{model.Net}.Predict(NativeCall.Input(input, {inputLength}), NativeCall.Output(output, {outputLength}), {model.Net}.ThreadWorkspace, {model.Net}.BuiltIn)");
            code.Line();
            WriteRun(
                code, "RunBatch(nint inputs, long inputsLength, nint outputs, long outputsLength, int count)",
                $"NativeCall.Check(inputs, inputsLength, {inputLength}, outputs, outputsLength, {outputLength}, count)",
                $"BatchRunner.Run<{model.Batch}>(inputs, outputs, count, {model.Net}.BuiltIn)");
        }
    }

    /// <summary>The compiler's version, and the weights' checksum as far as it tells two files apart.</summary>
    public static string Version(ModelSource model)
    {
        string version = typeof(NativeExports).Assembly.GetName().Version!.ToString(3);
        return model.Weights is { Checksum.Length: >= 12 } weights ? $"{version}+{weights.Checksum.Substring(0, 12)}" : version;
    }

    private static void WriteConstant(CodeWriter code, string entryPoint, string signature, string value, string parameters = "")
    {
        code.Line($"[UnmanagedCallersOnly(EntryPoint = {Literal(entryPoint)})]");
        code.Line($"private static {signature}({parameters}) => {value};");
        code.Line();
    }

    private static void WriteRun(CodeWriter code, string signature, string check, string run)
    {
        code.Line("[MethodImpl(MethodImplOptions.NoInlining)]");
        using (code.Block($"private static int {signature}"))
        {
            code.Line($"int fault = {check};");
            code.Line("if (fault != NativeCall.Ok)");
            using (code.Indent())
                code.Line("return fault;");
            code.Line("try");
            using (code.Block())
            {
                code.Line($"{run};");
                code.Line("return NativeCall.Ok;");
            }
            code.Line("catch (Exception)");
            using (code.Block())
                code.Line("return NativeCall.Failed;");
        }
    }
}
