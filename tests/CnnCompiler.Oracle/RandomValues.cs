namespace CnnCompiler.Oracle;

/// <summary>
/// Seeded values that are the same on every platform and version: the generator is written here because <see cref="Random"/> promises neither.
/// </summary>
/// <remarks>SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.</remarks>
public sealed class RandomValues(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A value between 0 (inclusive) and 1 (exclusive), one of 2^24.</summary>
    public float Uniform() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>A value between two bounds.</summary>
    public float Uniform(float least, float most) => least + (most - least) * Uniform();

    /// <summary>A whole number between two bounds, both inclusive.</summary>
    public int Integer(int least, int most) => least + (int)(Next() % (ulong)((long)most - least + 1));

    /// <summary>True once in this many calls.</summary>
    public bool OneIn(int calls) => Integer(1, calls) == 1;

    /// <summary>One of several.</summary>
    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Integer(0, choices.Length - 1)];

    /// <summary>
    /// Values of about this standard deviation: the sum of four uniform ones, near enough to the normal distribution and without a call of the
    /// C library, whose logarithm differs between platforms.
    /// </summary>
    public float[] Bell(long length, float deviation)
    {
        float[] values = new float[length];
        // The sum of four has the variance 4/12.
        float scale = deviation * MathF.Sqrt(3);
        for (int index = 0; index < values.Length; index++)
            values[index] = (Uniform() + Uniform() + Uniform() + Uniform() - 2) * scale;
        return values;
    }

    /// <summary>Values between two bounds.</summary>
    public float[] Between(long length, float least, float most)
    {
        float[] values = new float[length];
        for (int index = 0; index < values.Length; index++)
            values[index] = Uniform(least, most);
        return values;
    }

    private ulong Next()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
