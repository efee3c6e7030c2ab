using System.Diagnostics;
using CnnCompiler.Data;
using CnnCompiler.Training.Layers;
using CnnCompiler.Training.Parallel;

namespace CnnCompiler.Training;

/// <summary>Fits a network to a data set.</summary>
public sealed class Trainer
{
    private const int ShufflePurpose = 1;
    private const int StepPurpose = 2;

    private readonly TrainingOptions _options;
    private readonly int _layers;
    private readonly TensorShape _output;

    /// <summary>A trainer.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">The best epoch is asked for, but nothing is measured that tells it.</exception>
    public Trainer(Network network, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(options.BatchSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Epochs, 1, nameof(options.Epochs));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options.Threads));
        if (options.ClipNorm is { } limit && !(limit > 0))
            throw new ArgumentOutOfRangeException(nameof(options), limit, FormattableString.Invariant($"ClipNorm must be above 0; found {limit}."));
        if (options.Patience is { } patience)
            ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1, nameof(options.Patience));
        if (!(options.LeastGain >= 0))
            throw new ArgumentOutOfRangeException(
                nameof(options), options.LeastGain, FormattableString.Invariant($"LeastGain must be at least 0; found {options.LeastGain}."));
        _ = new BestEpoch(options, network);
        (Network, _options) = (network, options);
        _layers = network.LayersFor(options.Loss);
        _output = network.Architecture.OutputShape;
    }

    /// <summary>What is trained.</summary>
    public Network Network { get; }

    /// <summary>Trains for all epochs, until cancelled, or until <see cref="TrainingOptions.Patience"/> is at its end.</summary>
    /// <param name="examples">What is learned from, in a new order every epoch.</param>
    /// <param name="cancellation">Ends the run after the step being made; the network keeps what it has learned.</param>
    /// <returns>Loss and validation results of each finished epoch.</returns>
    /// <exception cref="ArgumentException">The data do not fit the network or the loss.</exception>
    /// <exception cref="TrainingException">
    /// The loss or a weight became NaN or infinite: the network is left with the weights it had after its last good epoch, or its best with
    /// <see cref="TrainingOptions.KeepBest"/>. Or the data hold a class that is out of range.
    /// </exception>
    public TrainingHistory Train(IDataSet examples, CancellationToken cancellation = default) => Train(examples, null, cancellation);

    /// <summary>
    /// Goes on with a run that was cancelled or killed, from its last checkpoint; the weights become the same, bit for bit, as if it had never stopped.
    /// Options and data must be those of that run.
    /// </summary>
    /// <param name="checkpointPath">The file that <see cref="TrainingOptions.CheckpointPath"/> named.</param>
    /// <param name="examples">What is learned from.</param>
    /// <param name="cancellation">Ends the run after the step being made.</param>
    /// <returns>Loss and validation results of each epoch finished now.</returns>
    /// <exception cref="Weights.WeightException">The file is damaged or belongs to another net or run; the network is unchanged.</exception>
    /// <exception cref="IOException">The file cannot be read; the network is unchanged.</exception>
    /// <exception cref="ArgumentException">The data do not fit the network or the loss.</exception>
    /// <exception cref="TrainingException">The loss became NaN or infinite, or the data hold a class that is out of range.</exception>
    public TrainingHistory Resume(string checkpointPath, IDataSet examples, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(checkpointPath);
        return Train(examples, checkpointPath, cancellation);
    }

    private TrainingHistory Train(IDataSet examples, string? checkpointPath, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(examples);
        DataCheck.Fits(examples, Network.Architecture, _options.Loss);
        if (_options.Validation is { } validation)
            DataCheck.Fits(validation, Network.Architecture, _options.Loss);
        var best = new BestEpoch(_options, Network);
        var start = checkpointPath is null
            ? new Checkpoint { Epoch = 1, Step = 0, LossSum = 0 }
            : Checkpoint.Load(checkpointPath, Network, _options, examples, best);
        using var team = new Team(_options.Threads);
        Network.Team = team;
        try
        {
            return TrainEpochs(examples, start, best, cancellation);
        }
        finally
        {
            Network.Team = Team.Alone;
        }
    }

    private TrainingHistory TrainEpochs(IDataSet examples, Checkpoint start, BestEpoch best, CancellationToken cancellation)
    {
        int[] order = new int[examples.Count];
        var objective = new Objective(examples, _options.Loss, _output, Math.Min(_options.BatchSize, order.Length));
        var epochs = new List<EpochRecord>();
        bool cancelled = false;
        float[][] good = BestEpoch.Copy([], Network.Parameters);
        try
        {
            for (int epoch = start.Epoch; epoch <= _options.Epochs && !best.IsLongAgo(epoch - 1); epoch++)
            {
                Shuffle(order, epoch);
                var from = epoch == start.Epoch ? start : start with { Epoch = epoch, Step = 0, LossSum = 0 };
                if (TrainEpoch(objective, examples, order, from, best, cancellation) is not { } record)
                {
                    cancelled = true;
                    break;
                }
                epochs.Add(record);
                BestEpoch.Copy(good, Network.Parameters);
                best.Consider(record);
                Keep(new Checkpoint { Epoch = epoch + 1, Step = 0, LossSum = 0 }, examples, best);
            }
        }
        catch (TrainingException)
        {
            for (int index = 0; index < good.Length; index++)
                Network.Parameters[index].SetValues(good[index]);
            best.Restore();
            throw;
        }
        best.Restore();
        int last = epochs.Count > 0 ? epochs[^1].Epoch : start.Epoch - 1;
        return new TrainingHistory(epochs, cancelled)
        {
            StoppedEarly = !cancelled && last < _options.Epochs,
            BestEpoch = best.Epoch > 0 ? best.Epoch : null,
        };
    }

    private EpochRecord? TrainEpoch(
        Objective objective, IDataSet examples, int[] order, Checkpoint start, BestEpoch best, CancellationToken cancellation)
    {
        int epoch = start.Epoch;
        int steps = (order.Length + _options.BatchSize - 1) / _options.BatchSize;
        double sum = start.LossSum;
        long started = Stopwatch.GetTimestamp();
        double speed = 0;
        for (int step = start.Step; step < steps; step++)
        {
            if (cancellation.IsCancellationRequested)
            {
                Keep(start with { Step = step, LossSum = sum }, examples, best);
                return null;
            }
            int first = step * _options.BatchSize;
            int count = Math.Min(_options.BatchSize, order.Length - first);
            objective.Choose(order, first, epoch);
            double loss = Step(objective, count, epoch, step, steps);
            sum += loss * count;
            speed = (first + count - start.Step * _options.BatchSize) / Math.Max(1e-9, Stopwatch.GetElapsedTime(started).TotalSeconds);
            _options.Progress?.Report(new TrainingProgress(epoch, _options.Epochs, step + 1, steps, sum / (first + count), speed));
        }
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        CheckWeights(epoch);
        var result = _options.Validation is { } validation ? Evaluation.Of(Network, validation, _options.Loss) : null;
        var record = new EpochRecord(epoch, sum / order.Length, seconds, speed, result?.Loss, result?.Accuracy);
        _options.Progress?.Report(new TrainingProgress(
            epoch, _options.Epochs, steps, steps, record.Loss, speed, EpochEnded: true, record.ValidationLoss, record.ValidationAccuracy));
        return record;
    }

    private void Keep(Checkpoint checkpoint, IDataSet examples, BestEpoch best)
    {
        if (_options.CheckpointPath is { } path)
            checkpoint.Save(path, Network, _options, examples, best);
    }

    // The last step of an epoch may spoil weights after its loss was found good; neither a checkpoint nor a rectifier would show it.
    private void CheckWeights(int epoch)
    {
        foreach (var parameter in Network.Parameters)
            if (parameter.Values.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is var place && place >= 0)
                throw new TrainingException(
                    FormattableString.Invariant($"Value {place} of {parameter.Name} became {parameter.Values[place]} in epoch {epoch}: {Cure()}"));
    }

    private string Cure() =>
        FormattableString.Invariant($"the learning rate is probably too large ({_options.Optimizer.LearningRate}), or the data hold NaN or values far from 0; ") +
        "lower the rate, or scale the inputs to about -1 to 1. The network keeps the weights from before this epoch.";

    private double Step(Objective objective, int count, int epoch, int step, int steps)
    {
        long done = (epoch - 1L) * steps + step;
        double loss = Network.Learn(count, _layers, new Pass(Training: true, KeyedRandom.Key(_options.Seed, StepPurpose, done)), objective);
        if (!double.IsFinite(loss))
            throw new TrainingException(
                FormattableString.Invariant($"The loss became {loss} in epoch {epoch} at step {step + 1} of {steps}: {Cure()}"));
        if (_options.ClipNorm is { } limit)
            GradientNorm.Clip(Network.Parameters, limit);
        _options.Optimizer.Step(Network.Parameters, Network.Team, _options.Schedule.Factor(done, (long)_options.Epochs * steps));
        return loss;
    }

    // Fisher and Yates, from the identity every time: an epoch's order depends on seed and epoch alone.
    private void Shuffle(int[] order, int epoch)
    {
        var random = new KeyedRandom(KeyedRandom.Key(_options.Seed, ShufflePurpose, epoch));
        for (int index = 0; index < order.Length; index++)
            order[index] = index;
        for (int last = order.Length - 1; last > 0; last--)
        {
            int other = random.Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
    }
}
