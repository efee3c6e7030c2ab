namespace Mechanisms.Experiment;

/// <summary>What few runs allow to say.</summary>
internal static class Statistics
{
    /// <summary>Student's t for a two-sided 95 % interval, by the degrees of freedom from 1 on; beyond the table the last is a little too careful.</summary>
    private static readonly double[] Student = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131];

    /// <summary>The standard deviation of a sample; NaN for fewer than two values.</summary>
    public static double Deviation(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return values.Count < 2 ? double.NaN : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    /// <summary>The 95 % interval of the mean difference of pairs; NaN for fewer than two.</summary>
    /// <param name="one">The first of each pair.</param>
    /// <param name="other">The second of each pair.</param>
    public static (double Mean, double Low, double High) Difference(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        double[] differences = [.. one.Zip(other, (first, second) => first - second)];
        double mean = differences.Average();
        double half = differences.Length < 2 ? double.NaN : Student[Math.Min(differences.Length - 2, Student.Length - 1)] * Deviation(differences) / Math.Sqrt(differences.Length);
        return (mean, mean - half, mean + half);
    }
}
