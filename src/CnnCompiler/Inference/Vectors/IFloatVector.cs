using System.ComponentModel;

namespace CnnCompiler.Inference;

/// <summary>
/// The operations on a vector of float32 lanes. Kernels are written once, generic over this interface, and the compiler specialises them for each width: measured,
/// that costs 0 to 4 % against text written for one width. Every operation works lane by lane, so that a kernel's sums are taken in the same
/// order, and give the same bits, at every width that has fused multiply-add.
/// </summary>
/// <remarks>
/// The vectors are .NET's own: one wrapped in a struct with these operations took the just-in-time compiler 12 microseconds for each of them, this takes 7.
/// </remarks>
/// <typeparam name="T">What a kernel's variables hold, such as a vector of 512 bits.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFloatVector<T>
    where T : struct
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes zero.</summary>
    static abstract T Zero { get; }

    /// <summary>Reads <see cref="Count"/> values.</summary>
    static abstract T Load(ref readonly float source);

    /// <summary>
    /// Reads parts that lie side by side in the vector: <paramref name="length"/> values from each of as many offsets as the vector has room for. Where
    /// one part fills the vector, <see cref="Count"/> values from the first offset.
    /// </summary>
    /// <param name="source">What the offsets count from.</param>
    /// <param name="length">The values of a part: a constant of 4 or more, and a power of two.</param>
    /// <param name="first">The offset of the first part.</param>
    /// <param name="second">The offset of the second part.</param>
    /// <param name="third">The offset of the third part.</param>
    /// <param name="fourth">The offset of the fourth part.</param>
    static abstract T LoadParts(ref readonly float source, int length, nint first, nint second, nint third, nint fourth);

    /// <summary>Puts one value into every four lanes: as many values as the vector has fours.</summary>
    /// <param name="source">The first value.</param>
    /// <param name="step">From one value to the next: a constant.</param>
    static abstract T Spread(ref readonly float source, int step);

    /// <summary>Puts one value into every lane.</summary>
    static abstract T Broadcast(float value);

    /// <summary>left * right + addend, rounded once where the machine has fused multiply-add.</summary>
    static abstract T MultiplyAdd(T left, T right, T addend);

    /// <summary>The same with one value for all lanes of left.</summary>
    /// <remarks>
    /// For a value that is used once: AVX-512 multiplies with it as it lies in memory, which the just-in-time compiler does not see behind <see cref="Broadcast"/>.
    /// Measured, four sums of 512 bits take a quarter less time.
    /// </remarks>
    static abstract T MultiplyAdd(float left, T right, T addend);

    /// <summary>left + right.</summary>
    static abstract T Add(T left, T right);

    /// <summary>left - right.</summary>
    static abstract T Subtract(T left, T right);

    /// <summary>left * right.</summary>
    static abstract T Multiply(T left, T right);

    /// <summary>The same with one value for all lanes of left.</summary>
    static abstract T Multiply(float left, T right);

    /// <summary>left / right.</summary>
    static abstract T Divide(T left, T right);

    /// <summary>The larger of the two; where either is not a number, and where both are zero, <paramref name="second"/>.</summary>
    /// <remarks>That is x64's MAXPS. Every machine does the same, so that zeros keep their sign and results their bits.</remarks>
    static abstract T Max(T first, T second);

    /// <summary>The smaller of the two; where either is not a number, and where both are zero, <paramref name="second"/>.</summary>
    static abstract T Min(T first, T second);

    /// <summary>positive where the value is above zero, otherwise other.</summary>
    static abstract T SelectPositive(T value, T positive, T other);

    /// <summary>The value without its sign.</summary>
    static abstract T Abs(T value);

    /// <summary>e to the power of each lane.</summary>
    static abstract T Exp(T value);

    /// <summary>value * 2^power, rounded once where that is subnormal; power is a whole number from -252 to 254 in each lane.</summary>
    static abstract T Scale(T value, T power);

    /// <summary>Writes <see cref="Count"/> values.</summary>
    static abstract void Store(T value, ref float target);

    /// <summary>Reads <see cref="Count"/> bytes as numbers from 0 to 255.</summary>
    static abstract T LoadBytes(ref readonly byte source);
}
