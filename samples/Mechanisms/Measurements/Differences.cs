namespace Mechanisms.Measurements;

/// <summary>How far two lists of values are apart.</summary>
internal static class Differences
{
    /// <summary>The largest difference of two values at one place.</summary>
    public static double Largest(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        if (one.Length != other.Length)
            throw new ArgumentException(FormattableString.Invariant($"{one.Length} values cannot be compared with {other.Length}."), nameof(other));
        double largest = 0;
        for (int index = 0; index < one.Length; index++)
            largest = Math.Max(largest, Math.Abs((double)one[index] - other[index]));
        return largest;
    }
}
