using System.ComponentModel;
using System.Globalization;

namespace CnnCompiler.Inference;

/// <summary>The checks that generated code makes before a kernel touches memory without bounds.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModelGuard
{
    /// <summary>Checks the arguments of a float prediction.</summary>
    public static void Check(ReadOnlySpan<float> input, int inputLength, ReadOnlySpan<float> output, int outputLength, Workspace workspace, int scratchBytes)
    {
        if (input.Length != inputLength)
            throw new ArgumentException(Text($"The input must have {inputLength} values; found {input.Length}."), nameof(input));
        if (input.Overlaps(output))
            throw new ArgumentException("The input and the output may not overlap.", nameof(output));
        CheckOutput(output, outputLength);
        CheckWorkspace(workspace, scratchBytes);
    }

    /// <summary>Checks the arguments of a prediction from the bytes of an image.</summary>
    public static void Check(
        ReadOnlySpan<byte> pixels, int rowStride, int rows, int rowLength, ReadOnlySpan<float> output, int outputLength, Workspace workspace, int scratchBytes)
    {
        if (rowStride < rowLength)
            throw new ArgumentException(Text($"The row stride must be at least the {rowLength} bytes of a row; found {rowStride}."), nameof(rowStride));
        long needed = (long)rowStride * (rows - 1) + rowLength;
        if (pixels.Length < needed)
            throw new ArgumentException(
                Text($"{rows} rows of {rowLength} bytes with a stride of {rowStride} need {needed} bytes; found {pixels.Length}."), nameof(pixels));
        CheckOutput(output, outputLength);
        CheckWorkspace(workspace, scratchBytes);
    }

    /// <summary>Checks the arguments of a prediction of several inputs.</summary>
    public static void CheckBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputs, int count, int inputLength, int outputLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (inputs.Length != (long)count * inputLength)
            throw new ArgumentException(Text($"{count} inputs of {inputLength} values are {(long)count * inputLength}; found {inputs.Length}."), nameof(inputs));
        if (outputs.Length < (long)count * outputLength)
            throw new ArgumentException(
                Text($"{count} outputs of {outputLength} values need {(long)count * outputLength}; found {outputs.Length}."), nameof(outputs));
        if (inputs.Overlaps(outputs))
            throw new ArgumentException("The inputs and the outputs may not overlap.", nameof(outputs));
    }

    /// <summary>Checks the tensors of a general run against what the model declares.</summary>
    public static void Check(ReadOnlySpan<Tensor> tensors, ReadOnlySpan<TensorInfo> expected, string role)
    {
        if (tensors.Length != expected.Length)
            throw new ArgumentException(Text($"The model has {expected.Length} {role}; found {tensors.Length} tensors."), role);
        for (int index = 0; index < expected.Length; index++)
            if (tensors[index].Info.ElementType != expected[index].ElementType || tensors[index].Info.Length != expected[index].Length)
                throw new ArgumentException(
                    Text($"Tensor {index} of the {role} must be {expected[index]}; found {tensors[index].Info}."), role);
    }

    private static void CheckOutput(ReadOnlySpan<float> output, int outputLength)
    {
        if (output.Length < outputLength)
            throw new ArgumentException(Text($"The output needs {outputLength} values; found {output.Length}."), nameof(output));
    }

    private static void CheckWorkspace(Workspace workspace, int scratchBytes)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (workspace.ByteLength < scratchBytes)
            throw new ArgumentException(Text($"The workspace needs {scratchBytes} bytes; found {workspace.ByteLength}."), nameof(workspace));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
