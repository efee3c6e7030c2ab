using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static CnnCompiler.Weights.MessageText;

namespace CnnCompiler.Inference;

/// <summary>The checks that generated code makes before a kernel touches memory without bounds.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModelGuard
{
    /// <summary>Checks the arguments of a float prediction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Check(ReadOnlySpan<float> input, int inputLength, ReadOnlySpan<float> output, int outputLength, Workspace workspace, int scratchBytes)
    {
        if (input.Length != inputLength || input.Overlaps(output) || output.Length < outputLength || workspace is null || workspace.ByteLength < scratchBytes)
            Refuse(input, inputLength, output, outputLength, workspace, scratchBytes);
    }

    // Apart, so that the texts are compiled where there is something to say.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(ReadOnlySpan<float> input, int inputLength, ReadOnlySpan<float> output, int outputLength, Workspace? workspace, int scratchBytes)
    {
        if (input.Length != inputLength)
            throw new ArgumentException(Text($"The input must have {inputLength} values; found {input.Length}."), nameof(input));
        if (input.Overlaps(output))
            throw new ArgumentException("The input and the output may not overlap.", nameof(output));
        CheckOutput(output, outputLength, nameof(output));
        CheckWorkspace(workspace!, scratchBytes);
    }

    /// <summary>Checks the bytes of an image.</summary>
    public static void CheckPixels(ReadOnlySpan<byte> pixels, int rowStride, int rows, int rowLength)
    {
        if (rowStride < rowLength)
            throw new ArgumentException(Text($"The row stride must be at least the {rowLength} bytes of a row; found {rowStride}."), nameof(rowStride));
        long needed = (long)rowStride * (rows - 1) + rowLength;
        if (pixels.Length < needed)
            throw new ArgumentException(
                Text($"{rows} rows of {rowLength} bytes with a stride of {rowStride} need {needed} bytes; found {pixels.Length}."), nameof(pixels));
    }

    /// <summary>Checks one of several inputs.</summary>
    public static void CheckInput<T>(ReadOnlySpan<T> input, int length, string name)
    {
        if (input.Length != length)
            throw new ArgumentException(Text($"The input {name} must have {length} values; found {input.Length}."), name);
    }

    /// <summary>Checks one of several outputs.</summary>
    public static void CheckOutput<T>(ReadOnlySpan<T> output, int length, string name)
    {
        if (output.Length < length)
            throw new ArgumentException(Text($"The output {name} needs {length} values; found {output.Length}."), name);
    }

    /// <summary>Checks that an input and an output lie apart.</summary>
    public static void CheckApart<TInput, TOutput>(ReadOnlySpan<TInput> input, ReadOnlySpan<TOutput> output, string name)
        where TInput : struct
        where TOutput : struct
    {
        if (MemoryMarshal.AsBytes(input).Overlaps(MemoryMarshal.AsBytes(output)))
            throw new ArgumentException(Text($"The output {name} may not overlap an input."), name);
    }

    /// <summary>Checks the scratch memory.</summary>
    public static void CheckWorkspace(Workspace workspace, int scratchBytes)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (workspace.ByteLength < scratchBytes)
            throw new ArgumentException(Text($"The workspace needs {scratchBytes} bytes; found {workspace.ByteLength}."), nameof(workspace));
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
                    Text($"Tensor {index} of the {role} must be {expected[index].ToString()}; found {tensors[index].Info.ToString()}."), role);
    }
}
