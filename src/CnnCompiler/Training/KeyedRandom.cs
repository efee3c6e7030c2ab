namespace CnnCompiler.Training;

/// <summary>
/// Random numbers that depend on a key alone, so that a choice (the order of an epoch, the mask of a step) can be made again without knowing
/// what was drawn before: a resumed run continues with the same bits.
/// </summary>
/// <remarks>SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.</remarks>
internal struct KeyedRandom(ulong key)
{
    private ulong _state = key;

    /// <summary>A key that depends on all of these, in this order.</summary>
    public static ulong Key(long seed, params ReadOnlySpan<long> purpose)
    {
        ulong key = Mix(unchecked((ulong)seed + 0x9E3779B97F4A7C15));
        foreach (long part in purpose)
            key = Mix(unchecked((key ^ (ulong)part) + 0x9E3779B97F4A7C15));
        return key;
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(_state = unchecked(_state + 0x9E3779B97F4A7C15));

    /// <summary>A number from 0 to below 1, in steps of 2^-24.</summary>
    public float NextSingle() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>A number from low to below high.</summary>
    public float Between(float low, float high) => low + (high - low) * NextSingle();

    /// <summary>A whole number from 0 to below the limit; the bias of at most limit / 2^64 is beyond notice.</summary>
    public int Below(int limit) => (int)Math.BigMul(NextBits(), (ulong)limit, out _);

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
