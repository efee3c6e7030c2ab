namespace Mechanisms.Experiment;

/// <summary>How a net did.</summary>
/// <param name="Variant">The net.</param>
/// <param name="Accuracies">The share of test digits that were right, for each seed.</param>
/// <param name="Seconds">The mean time of a training run.</param>
internal sealed record DownsamplingResult(DownsamplingVariant Variant, double[] Accuracies, double Seconds)
{
    /// <summary>The mean over the seeds.</summary>
    public double Mean => Accuracies.Average();

    /// <summary>The standard deviation over the seeds; NaN for a single one.</summary>
    public double Deviation => Statistics.Deviation(Accuracies);
}
