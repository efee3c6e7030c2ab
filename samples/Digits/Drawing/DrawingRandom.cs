namespace Digits.Drawing;

/// <summary>
/// The random numbers of one drawing: SplitMix64, so that the same seed draws the same digit on every machine and version of .NET.
/// </summary>
/// <remarks>Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014.</remarks>
internal struct DrawingRandom(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state = Mix(seed);

    /// <summary>The numbers of one drawing of a series: those of its neighbours share nothing with it.</summary>
    public DrawingRandom(int seed, int index)
        : this(((ulong)(uint)seed << 32) | (uint)index)
    {
    }

    /// <summary>A number from 0 up to, but not, 1.</summary>
    public double Next() => (Mix(_state += Golden) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number of the range.</summary>
    public double Next(double from, double to) => from + (to - from) * Next();

    /// <summary>A whole number from 0 up to, but not, the count.</summary>
    public int Next(int count) => (int)(Next() * count);

    /// <summary>A number around 0, shaped like a bell: the sum of three even ones, which never strays beyond three deviations.</summary>
    public double NextAround(double deviation) => (Next() + Next() + Next() - 1.5) * 2 * deviation;

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
