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

    /// <summary>The factor of the learning rate at a step.</summary>
    /// <param name="step">The step, counted from 0 over all epochs.</param>
    /// <param name="steps">The number of steps of all epochs.</param>
    public abstract double Factor(long step, long steps);

    private sealed class ConstantSchedule : Schedule
    {
        public override double Factor(long step, long steps) => 1;
    }

    private sealed class CosineSchedule(double final) : Schedule
    {
        public override double Factor(long step, long steps) => final + (1 - final) * 0.5 * (1 + Math.Cos(Math.PI * step / steps));
    }
}
