using CnnCompiler.Data;

namespace CnnCompiler.Training;

/// <summary>How a <see cref="Trainer"/> trains.</summary>
public sealed record TrainingOptions
{
    /// <summary>How the parameters follow their gradients; Adam with its usual settings by default.</summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>How the learning rate changes; constant by default.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>What is made small; softmax cross-entropy by default.</summary>
    public Loss Loss { get; init; } = Loss.SoftmaxCrossEntropy;

    /// <summary>The greatest length of all gradients together, beyond which they are scaled down; no limit by default, above 0.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>Examples of a step; 64 by default, at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Passes over the data; 5 by default, at least 1.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>What the order of the examples and dropout depend on: the same seed gives the same weights, bit for bit.</summary>
    public int Seed { get; init; }

    /// <summary>How many threads share a step; the number of processors by default, at least 1. The weights do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// A file that <see cref="Trainer.Resume"/> can go on from, written after every epoch and when the run is cancelled; none by default. It is written
    /// aside and moved into place, so that there always is a whole one.
    /// </summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Examples that are only looked at, after each epoch; none by default.</summary>
    public IDataSet? Validation { get; init; }

    /// <summary>What tells which epoch was the best, for <see cref="KeepBest"/> and <see cref="Patience"/>; the validation loss by default.</summary>
    public Criterion Criterion { get; init; }

    /// <summary>
    /// Whether the network ends with the weights it had after its best epoch instead of its last, also when the run is cancelled; false by default,
    /// needs <see cref="Validation"/>.
    /// </summary>
    public bool KeepBest { get; init; }

    /// <summary>Ends the run after so many epochs without a better one; never by default, at least 1, needs <see cref="Validation"/>.</summary>
    public int? Patience { get; init; }

    /// <summary>By how much more than nothing the criterion must improve for an epoch to count as better; 0 by default, at least 0.</summary>
    public double LeastGain { get; init; }

    /// <summary>Is told after every step and every epoch; nobody by default.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
