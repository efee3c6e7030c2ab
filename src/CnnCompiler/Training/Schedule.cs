using System.Globalization;

namespace CnnCompiler.Training;

/// <summary>How the learning rate changes while training goes on.</summary>
public abstract class Schedule
{
    /// <summary>The learning rate stays as it is.</summary>
    public static Schedule Constant { get; } = new ConstantSchedule();

    /// <summary>
    /// Half a cosine from the full learning rate down to a share of it at the last step (Loshchilov and Hutter, "SGDR: Stochastic Gradient
    /// Descent with Warm Restarts", 2017, without restarts).
    /// </summary>
    /// <param name="final">The share of the learning rate at the end; 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public static Schedule Cosine(double final = 0) => final >= 0 && final <= 1
        ? new CosineSchedule(final)
        : throw new ArgumentOutOfRangeException(nameof(final), final, FormattableString.Invariant($"The final share must lie between 0 and 1; found {final}."));

    /// <summary>The learning rate is multiplied with a factor again and again.</summary>
    /// <param name="every">After each such share of the run, such as 0.3 for three times; above 0, below 1.</param>
    /// <param name="factor">The factor; above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static Schedule Steps(double every, double factor = 0.1) => new StepSchedule(
        Check(every, every > 0 && every < 1, nameof(every), "lie between 0 and 1"), Check(factor, factor > 0 && factor <= 1, nameof(factor), "lie between 0 and 1"));

    /// <summary>
    /// One cycle: half a cosine up from a small share of the learning rate to all of it, then half a cosine down to almost nothing (Smith and
    /// Topin, "Super-Convergence", 2018, in the form of PyTorch's <c>OneCycleLR</c>, whose highest rate is the optimiser's here).
    /// </summary>
    /// <param name="rise">The share of the run that goes up; above 0, below 1.</param>
    /// <param name="start">The share of the learning rate at the start; above 0, at most 1.</param>
    /// <param name="final">The share of the starting rate at the end; at least 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static Schedule OneCycle(double rise = 0.3, double start = 0.04, double final = 1e-4) => new OneCycleSchedule(
        Check(rise, rise > 0 && rise < 1, nameof(rise), "lie between 0 and 1"), Check(start, start > 0 && start <= 1, nameof(start), "lie between 0 and 1"),
        start * Check(final, final >= 0 && final <= 1, nameof(final), "lie between 0 and 1"));

    /// <summary>The same, with a learning rate that first grows evenly from nothing to what it would be.</summary>
    /// <param name="share">The share of the run in which it grows; at least 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public Schedule WarmUp(double share) => new WarmUpSchedule(this, Check(share, share >= 0 && share < 1, nameof(share), "be at least 0 and below 1"));

    /// <summary>The factor of the learning rate at a step.</summary>
    /// <param name="step">The step, counted from 0 over all epochs.</param>
    /// <param name="steps">The number of steps of all epochs.</param>
    public abstract double Factor(long step, long steps);

    /// <summary>The schedule in words, with its settings: a checkpoint keeps it, and a run is resumed only with the same.</summary>
    public override string ToString() => GetType().Name;

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed class ConstantSchedule : Schedule
    {
        public override double Factor(long step, long steps) => 1;

        public override string ToString() => "constant";
    }

    private sealed class CosineSchedule(double final) : Schedule
    {
        public override double Factor(long step, long steps) => final + (1 - final) * 0.5 * (1 + Math.Cos(Math.PI * step / steps));

        public override string ToString() => $"cosine to {Text(final)}";
    }

    private sealed class StepSchedule(double every, double factor) : Schedule
    {
        public override double Factor(long step, long steps) => Math.Pow(factor, Math.Floor(step / (every * steps)));

        public override string ToString() => $"times {Text(factor)} every {Text(every)}";
    }

    // As PyTorch counts: the highest rate at step rise * steps - 1, the lowest at the last step.
    private sealed class OneCycleSchedule(double rise, double start, double final) : Schedule
    {
        public override double Factor(long step, long steps)
        {
            double top = Math.Max(1e-9, rise * steps - 1);
            return step <= top ? Between(start, 1, step / top) : Between(1, final, Math.Min(1, (step - top) / Math.Max(1e-9, steps - 1 - top)));
        }

        public override string ToString() => $"one cycle from {Text(start)}, up for {Text(rise)}, to {Text(final)}";

        private static double Between(double from, double to, double share) => to + (from - to) / 2 * (1 + Math.Cos(Math.PI * share));
    }

    private sealed class WarmUpSchedule(Schedule schedule, double share) : Schedule
    {
        public override double Factor(long step, long steps) => schedule.Factor(step, steps) * Math.Min(1, (step + 1) / Math.Max(1, share * steps));

        public override string ToString() => $"{schedule} after warming up for {Text(share)}";
    }

    private static double Check(double value, bool valid, string name, string condition) => valid
        ? value
        : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} must {condition}; found {value}."));
}
