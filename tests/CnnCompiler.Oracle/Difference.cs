using System.Globalization;

namespace CnnCompiler.Oracle;

/// <summary>How far an output lies from the true one.</summary>
public static class Difference
{
    /// <summary>The largest difference of two values, in units of the largest true one; infinite where one is not a number.</summary>
    /// <param name="expected">The truth.</param>
    /// <param name="actual">What was computed.</param>
    /// <param name="leastScale">
    /// The least unit. With one of 0.1, outputs of a few values that happen to cancel to almost nothing are not held to digits that no order
    /// of summing float32 values of about 1 can keep.
    /// </param>
    public static double Relative(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double leastScale = 0)
    {
        if (expected.Length != actual.Length)
            throw new ArgumentException($"Expected {expected.Length} values; found {actual.Length}.", nameof(actual));
        double largest = 0;
        double scale = leastScale;
        for (int index = 0; index < expected.Length; index++)
        {
            double difference = Math.Abs((double)expected[index] - actual[index]);
            if (double.IsNaN(difference))
                return double.PositiveInfinity;
            largest = Math.Max(largest, difference);
            scale = Math.Max(scale, Math.Abs(expected[index]));
        }
        return largest == 0 ? 0 : largest / scale;
    }

    /// <summary>The place of the largest difference and both values, for the message of a failed test.</summary>
    public static string Describe(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        int worst = 0;
        for (int index = 0; index < expected.Length; index++)
            if (!(Math.Abs(expected[index] - actual[index]) <= Math.Abs(expected[worst] - actual[worst])))
                worst = index;
        return string.Create(CultureInfo.InvariantCulture, $"at {worst} of {expected.Length}: expected {expected[worst]:R}, found {actual[worst]:R}");
    }
}
