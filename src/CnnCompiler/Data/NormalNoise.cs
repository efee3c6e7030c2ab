using CnnCompiler.Training;

namespace CnnCompiler.Data;

/// <summary>Normally distributed random numbers.</summary>
/// <remarks>Box and Muller, "A Note on the Generation of Random Normal Deviates", 1958.</remarks>
internal static class NormalNoise
{
    /// <summary>Adds a number of mean 0 to each value.</summary>
    /// <param name="values">The values.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void Add(Span<float> values, float deviation, ref KeyedRandom random)
    {
        for (int index = 0; index < values.Length; index += 2)
        {
            // 1 - u lies above 0, so that its logarithm is finite.
            float length = deviation * MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle()));
            var (sine, cosine) = MathF.SinCos(2 * MathF.PI * random.NextSingle());
            values[index] += length * cosine;
            if (index + 1 < values.Length)
                values[index + 1] += length * sine;
        }
    }
}
