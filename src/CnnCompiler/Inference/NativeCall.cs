using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnCompiler.Inference;

/// <summary>What the C functions of a native library check and convert. Generated code calls it; the codes are those of the generated header.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NativeCall
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>A pointer is null.</summary>
    public const int NullPointer = -1;

    /// <summary>A length is not what the model needs, or the count is negative.</summary>
    public const int WrongLength = -2;

    /// <summary>Inputs and outputs overlap.</summary>
    public const int Overlap = -3;

    /// <summary>The library has no weights, or no memory is left.</summary>
    public const int Failed = -4;

    /// <summary>Checks the arguments of a call.</summary>
    /// <param name="inputs">The address of the inputs.</param>
    /// <param name="inputsLength">Values there: exactly <paramref name="count"/> inputs.</param>
    /// <param name="inputLength">Values of one input.</param>
    /// <param name="outputs">The address of the outputs.</param>
    /// <param name="outputsLength">Room for values there: at least <paramref name="count"/> outputs.</param>
    /// <param name="outputLength">Values of one output.</param>
    /// <param name="count">The number of inputs.</param>
    /// <returns><see cref="Ok"/>, or the code of the first fault.</returns>
    public static int Check(nint inputs, long inputsLength, int inputLength, nint outputs, long outputsLength, int outputLength, int count)
    {
        if (inputs == 0 || outputs == 0)
            return NullPointer;
        if (count < 0 || inputsLength != (long)count * inputLength || outputsLength < (long)count * outputLength)
            return WrongLength;
        nuint inputBytes = (nuint)inputsLength * sizeof(float);
        nuint outputBytes = (nuint)((long)count * outputLength) * sizeof(float);
        return (nuint)(outputs - inputs) < inputBytes || (nuint)(inputs - outputs) < outputBytes ? Overlap : Ok;
    }

    /// <summary>The input at an address.</summary>
    public static unsafe ReadOnlySpan<float> Input(nint input, int length) => new((float*)input, length);

    /// <summary>The output at an address.</summary>
    public static unsafe Span<float> Output(nint output, int length) => new((float*)output, length);

    /// <summary>The address of a text that lies in the program's own constants, where nothing moves it.</summary>
    /// <param name="constant">A UTF-8 literal that ends in a zero.</param>
    public static unsafe nint Text(ReadOnlySpan<byte> constant) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(constant));
}
