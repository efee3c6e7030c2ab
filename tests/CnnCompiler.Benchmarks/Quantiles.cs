namespace CnnCompiler.Benchmarks;

/// <summary>Order statistics of measurements.</summary>
internal static class Quantiles
{
    /// <summary>The value below which a share of the values lies, interpolated between neighbours.</summary>
    public static double Of(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
    }
}
