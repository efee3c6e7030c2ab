using static CnnCompiler.Generator.CSharp;

namespace CnnCompiler.Generator.Emit;

/// <summary>
/// Writes the C header of a native library as comments that begin with "//h": a generator has no files but its source, and the package's
/// targets take the header out of it.
/// </summary>
internal static class NativeHeader
{
    public static void Write(CodeWriter code, ModelSource model)
    {
        if (model.Target.NativeExport is not { } name)
            return;
        string constant = name.ToUpperInvariant();
        string[] lines =
        [
            $"/* {name}.h: the C functions of {Ascii(model.Target.Name)}, compiled by CnnCompiler.",
            " *",
            " * All functions may be called from any number of threads at once, and any of them first. The library keeps no pointer.",
            " * Values are float32 in C order; an image is height x width x channels.",
            " */",
            $"#ifndef {constant}_H",
            $"#define {constant}_H",
            "",
            "#include <stdint.h>",
            "",
            "#ifdef __cplusplus",
            "extern \"C\" {",
            "#endif",
            "",
            "/* The number of values of one input and of one output. */",
            $"#define {constant}_INPUT_LENGTH {Literal(model.Description.Inputs[0].Length)} /* {Axes(model.Description.Inputs[0])} */",
            $"#define {constant}_OUTPUT_LENGTH {Literal(model.Description.Outputs[0].Length)} /* {Axes(model.Description.Outputs[0])} */",
            "",
            "/* What the predictions return. */",
            $"#define {constant}_OK 0",
            $"#define {constant}_NULL_POINTER (-1) /* a pointer is null */",
            $"#define {constant}_WRONG_LENGTH (-2) /* a length is not what the model needs, or the count is negative */",
            $"#define {constant}_OVERLAP (-3)      /* inputs and outputs overlap */",
            $"#define {constant}_FAILED (-4)       /* the library was built without weights, or no memory is left */",
            "",
            "/* The same lengths as the library has them: they differ where the header is older or newer. */",
            $"int32_t {name}_input_length(void);",
            $"int32_t {name}_output_length(void);",
            "",
            "/* The compiler's version and, behind a plus sign, the beginning of the SHA-256 of the weights, such as \"1.0.0+0123456789ab\". Never freed. */",
            $"const char *{name}_version(void);",
            "",
            "/* Computes the output of one input. The lengths count values: exactly one input, room for at least one output. */",
            $"int32_t {name}_predict(const float *input, int64_t input_length, float *output, int64_t output_length);",
            "",
            "/* Computes the outputs of several inputs behind one another: exactly count inputs, room for at least count outputs. */",
            $"int32_t {name}_predict_batch(const float *inputs, int64_t inputs_length, float *outputs, int64_t outputs_length, int32_t count);",
            "",
            "#ifdef __cplusplus",
            "}",
            "#endif",
            "",
            "#endif",
        ];
        code.Line($"// The header of the native library, {name}.h; the build takes it out of here.");
        foreach (string line in lines)
            code.Line(line.Length > 0 ? "//h " + line : "//h");
        code.Line();
    }

    private static string Axes(TensorDescription tensor) => string.Join(" x ", tensor.Shape.Select(Literal));

    private static string Ascii(string name) => new([.. name.Select(c => c is >= ' ' and <= '~' and not '*' ? c : '_')]);
}
