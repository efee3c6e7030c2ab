using CnnCompiler.Data;
using CnnCompiler.Training;

namespace CnnCompiler.Tests.Training;

public sealed class BestEpochTests : IDisposable
{
    private static readonly Architecture Net = new(new Input(6, 6, 1), new Conv2D(5, 3), new BatchNorm(), new ReLU(), new Flatten(), new Dense(2));

    private readonly string _folder = Directory.CreateTempSubdirectory("cnn").FullName;

    private string FilePath => Path.Combine(_folder, "run.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Criterion.ValidationLoss)]
    [InlineData(Criterion.ValidationAccuracy)]
    public void KeepBest_LeavesTheWeightsOfTheBestEpoch(Criterion criterion)
    {
        // A net that soon knows ten examples by heart, with a rate that throws it about.
        var options = Options() with { KeepBest = true, Criterion = criterion, Epochs = 25 };
        var network = new Network(Net, 3);
        var history = new Trainer(network, options).Train(TrainerTests.MakeStripes(10, seed: 1));
        var best = criterion == Criterion.ValidationLoss
            ? history.Epochs.MinBy(epoch => epoch.ValidationLoss)!
            : history.Epochs.MaxBy(epoch => epoch.ValidationAccuracy)!;
        Assert.Equal(best.Epoch, history.BestEpoch);
        Assert.NotEqual(best.ValidationLoss, history.Epochs[^1].ValidationLoss);
        Assert.Equal(best.ValidationLoss, Evaluation.Of(network, options.Validation!).Loss);
        Assert.False(history.StoppedEarly);
    }

    [Fact]
    public void Patience_EndsTheRunAfterSoManyEpochsWithoutABetterOne()
    {
        var options = Options() with { Patience = 3, Epochs = 200 };
        var network = new Network(Net, 3);
        var history = new Trainer(network, options).Train(TrainerTests.MakeStripes(10, seed: 1));
        Assert.True(history.StoppedEarly);
        Assert.False(history.Cancelled);
        var best = history.Epochs.MinBy(epoch => epoch.ValidationLoss)!;
        Assert.Equal(best.Epoch, history.BestEpoch);
        Assert.Equal(best.Epoch + 3, history.Epochs[^1].Epoch);
        Assert.Equal(history.Epochs[^1].ValidationLoss, Evaluation.Of(network, options.Validation!).Loss);
    }

    [Fact]
    public void LeastGain_TakesSmallGainsForNone()
    {
        var options = Options() with { Patience = 2, LeastGain = 1e6, Epochs = 50 };
        var history = new Trainer(new Network(Net, 3), options).Train(TrainerTests.MakeStripes(10, seed: 1));
        Assert.Equal((1, 3), (history.BestEpoch, history.Epochs.Count));
    }

    [Fact]
    public void Resume_KnowsTheBestEpochOfTheFirstPart()
    {
        var options = Options() with { KeepBest = true, Patience = 4, Epochs = 60, CheckpointPath = FilePath };
        var examples = TrainerTests.MakeStripes(10, seed: 1);
        var whole = new Network(Net, 3);
        var expected = new Trainer(whole, options).Train(examples);
        using var cancellation = new CancellationTokenSource();
        var stopped = new Trainer(new Network(Net, 3), options with
        {
            Optimizer = Options().Optimizer,
            Progress = new Listener(report =>
            {
                if (report.EpochEnded && report.Epoch == expected.BestEpoch + 1)
                    cancellation.Cancel();
            }),
        }).Train(examples, cancellation.Token);
        Assert.True(stopped.Cancelled);
        var resumed = new Network(Net, 9);
        var history = new Trainer(resumed, options with { Optimizer = Options().Optimizer }).Resume(FilePath, examples);
        Assert.Equal((expected.BestEpoch, true), (history.BestEpoch, history.StoppedEarly));
        Assert.Equal(expected.Epochs[^1].Epoch, history.Epochs[^1].Epoch);
        foreach (var (one, other) in whole.Parameters.Zip(resumed.Parameters))
            Assert.Equal(one.Values, other.Values);

        // And a run whose patience was at its end does not go on.
        var again = new Trainer(new Network(Net, 9), options with { Optimizer = Options().Optimizer }).Resume(FilePath, examples);
        Assert.Empty(again.Epochs);
        Assert.True(again.StoppedEarly);
    }

    [Fact]
    public void KeepBest_AlsoHoldsWhereTheRunIsCancelledOrFails()
    {
        var options = Options() with { KeepBest = true, Epochs = 30 };
        var examples = TrainerTests.MakeStripes(10, seed: 1);
        using var cancellation = new CancellationTokenSource();
        var network = new Network(Net, 3);
        var history = new Trainer(network, options with { Progress = new Listener(report => { if (report.Epoch == 20) cancellation.Cancel(); }) })
            .Train(examples, cancellation.Token);
        Assert.True(history.Cancelled);
        Assert.Equal(history.Epochs.Min(epoch => epoch.ValidationLoss), Evaluation.Of(network, options.Validation!).Loss);

        var losses = new List<double>();
        var failing = new Network(Net, 3);
        var progress = new Listener(report => { if (report.EpochEnded) losses.Add(report.ValidationLoss!.Value); });
        Assert.Throws<TrainingException>(() =>
            new Trainer(failing, options with { Optimizer = Options().Optimizer, Progress = progress }).Train(new Spoiled(examples, epoch: 12)));
        Assert.Equal(11, losses.Count);
        Assert.Equal(losses.Min(), Evaluation.Of(failing, options.Validation!).Loss);
    }

    [Fact]
    public void Train_WhereTheLossFails_KeepsTheWeightsFromBeforeThatEpoch()
    {
        var examples = TrainerTests.MakeStripes(40, seed: 1);
        var good = new Network(Net, 3);
        new Trainer(good, Options() with { Epochs = 4 }).Train(examples);
        var network = new Network(Net, 3);
        var options = Options() with { Epochs = 9 };
        string message = Assert.Throws<TrainingException>(() => new Trainer(network, options).Train(new Spoiled(examples, epoch: 5))).Message;
        Assert.Contains("epoch 5", message, StringComparison.Ordinal);
        Assert.Contains("keeps the weights", message, StringComparison.Ordinal);
        foreach (var (one, other) in good.Parameters.Zip(network.Parameters))
            Assert.Equal(one.Values, other.Values);
    }

    [Fact]
    public void Train_WhereTheLastStepSpoilsAWeight_SaysWhich()
    {
        // The one step's loss is finite; what it makes of the weights is not.
        var network = new Network(new Architecture(new Input(2), new Dense(2)), 1);
        var examples = new ArrayDataSet(TensorShape.Features(2), [1e20f, -1e20f], [1], 2);
        float[] before = network.Parameters[0].Values.ToArray();
        var options = new TrainingOptions { Epochs = 1, Optimizer = new Sgd(3e38f) };
        string message = Assert.Throws<TrainingException>(() => new Trainer(network, options).Train(examples)).Message;
        Assert.Contains("0.weight", message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters[0].Values);
    }

    [Fact]
    public void Options_ThatCannotTellTheBestEpoch_AreRefused()
    {
        var network = new Network(Net, 3);
        Assert.Contains("Validation", Assert.Throws<ArgumentException>(() => new Trainer(network, new TrainingOptions { KeepBest = true })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Trainer(network, new TrainingOptions { Patience = 2 }));
        Assert.Throws<ArgumentException>(() => new Trainer(
            network, Options() with { Loss = Loss.MeanSquaredError, KeepBest = true, Criterion = Criterion.ValidationAccuracy }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(network, Options() with { Patience = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(network, Options() with { Patience = 1, LeastGain = double.NaN }));
    }

    private static TrainingOptions Options() => new()
    {
        Optimizer = new Adam(0.03f), BatchSize = 5, Seed = 2, Threads = 1, Validation = TrainerTests.MakeStripes(50, seed: 2),
    };

    private sealed class Listener(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }

    /// <summary>Examples that are no numbers any more from an epoch on.</summary>
    private sealed class Spoiled(IDataSet examples, int epoch) : IDataSet
    {
        private readonly int _epoch = epoch;

        public int Count => examples.Count;

        public TensorShape InputShape => examples.InputShape;

        public int TargetLength => 1;

        public int? ClassCount => examples.ClassCount;

        public void Read(int index, int epoch, Span<float> input, Span<float> target)
        {
            examples.Read(index, epoch, input, target);
            if (epoch >= _epoch && index == 7)
                input[0] = float.NaN;
        }
    }
}
