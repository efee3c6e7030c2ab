using CnnCompiler.Data;
using CnnCompiler.Training;

namespace CnnCompiler.Tests.Training;

public sealed class TrainerTests
{
    private static readonly Architecture Stripes = new(
        new Input(6, 6, 1), new Conv2D(8, 3), new BatchNorm(), new ReLU(), new MaxPool(2), new Flatten(), new Dropout(0.1f), new Dense(2), new Softmax());

    [Fact]
    public void Train_OnStripes_LearnsToTellThemApart()
    {
        var network = new Network(Stripes, seed: 3);
        var options = new TrainingOptions
        {
            Optimizer = new Adam(0.02f), Epochs = 20, BatchSize = 16, Schedule = Schedule.Cosine(), Validation = MakeStripes(60, seed: 2),
        };
        var history = new Trainer(network, options).Train(MakeStripes(400, seed: 1));
        Assert.Equal(Enumerable.Range(1, 20), history.Epochs.Select(epoch => epoch.Epoch));
        Assert.False(history.Cancelled);
        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss / 2, $"The loss went from {history.Epochs[0].Loss} to {history.Epochs[^1].Loss}.");
        Assert.True(history.Epochs[^1].ValidationAccuracy >= 0.95, $"Accuracy {history.Epochs[^1].ValidationAccuracy}.");
        Assert.Equal(history.Epochs[^1].ValidationAccuracy, Evaluation.Of(network, MakeStripes(60, seed: 2)).Accuracy);
    }

    [Fact]
    public void Train_OnMaps_LearnsTheClassOfEveryPixel()
    {
        // Bright pixels in noise: class 2 where a pixel and its right neighbour are bright, 1 where it is alone, 0 where it is dark.
        static ArrayDataSet Make(int count, int seed)
        {
            var random = new Random(seed);
            bool[] bright = [.. Enumerable.Range(0, count * 35).Select(_ => random.Next(3) == 0)];
            int[] labels = [.. bright.Select((on, place) => !on ? 0 : place % 7 < 6 && bright[place + 1] ? 2 : 1)];
            float[] inputs = [.. bright.Select(on => (on ? 1 : 0) + random.NextSingle() * 0.2f)];
            return new ArrayDataSet(TensorShape.Map(5, 7, 1), inputs, labels, 3, labelsPerInput: 35);
        }

        var architecture = new Architecture(new Input(5, 7, 1), new Conv2D(8, 3) { Padding = Padding.Same }, new ReLU(), new Conv2D(3, 1), new Softmax());
        var network = new Network(architecture, 5);
        var test = Make(40, 2);
        new Trainer(network, new TrainingOptions { Optimizer = new Adam(0.02f), Epochs = 15, BatchSize = 8 }).Train(Make(150, 1));
        var result = Evaluation.Of(network, test);
        Assert.Equal(40 * 35, Enumerable.Range(0, 9).Sum(place => result.Confusion![place / 3, place % 3]));
        Assert.InRange(result.Accuracy!.Value, 0.97, 1);
    }

    [Fact]
    public void Train_WithWeights_FindsMoreOfARareClass()
    {
        // One in twenty is of class 1, and the two overlap: without weights it pays to take all for class 0.
        var random = new Random(3);
        int[] labels = [.. Enumerable.Range(0, 1000).Select(index => index % 20 == 0 ? 1 : 0)];
        float[] inputs = [.. labels.Select(label => label + 2 * (random.NextSingle() - 0.5f))];
        var examples = new ArrayDataSet(TensorShape.Features(1), inputs, labels, 2);
        double Recall(Loss loss)
        {
            var network = new Network(new Architecture(new Input(1), new Dense(2)), 1);
            new Trainer(network, new TrainingOptions { Optimizer = new Adam(0.05f), Epochs = 10, BatchSize = 50, Loss = loss }).Train(examples);
            return Evaluation.Of(network, examples).Confusion!.Recall(1);
        }

        Assert.InRange(Recall(Loss.SoftmaxCrossEntropy), 0, 0.3);
        Assert.InRange(Recall(Loss.WeightedCrossEntropy(examples.BalancedWeights())), 0.6, 1);
    }

    [Fact]
    public void Train_OnValues_FitsALine()
    {
        var random = new Random(8);
        float[] inputs = GradientCheck.Uniform(random, 200);
        float[] targets = [.. inputs.Chunk(2).Select(pair => 0.5f * pair[0] - 2 * pair[1] + 0.25f)];
        var network = new Network(new Architecture(new Input(2), new Dense(1)), seed: 1);
        var options = new TrainingOptions { Optimizer = new Sgd(0.1f, 0.9f), Loss = Loss.MeanSquaredError, Epochs = 30, BatchSize = 10 };
        new Trainer(network, options).Train(new ArrayDataSet(TensorShape.Features(2), inputs, targets, 1));
        Assert.Equal(0.5, network.Parameters[0].Values[0], 1e-3);
        Assert.Equal(-2, network.Parameters[0].Values[1], 1e-3);
        Assert.Equal(0.25, network.Parameters[1].Values[0], 1e-3);
    }

    [Fact]
    public void Train_WithOneSeed_GivesTheSameBits()
    {
        byte[] first = TrainAndSave(seed: 5);
        Assert.Equal(first, TrainAndSave(seed: 5));
        Assert.NotEqual(first, TrainAndSave(seed: 6));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Train_WithAnyNumberOfThreads_GivesTheSameBits(int threads)
    {
        // A dense layer beyond what a slice takes alone, batch normalisation, dropout, odd batches, a last batch that is smaller.
        var net = new Architecture(
            new Input(6, 6, 1), new Conv2D(9, 3) { Pad = 1 }, new ReLU(), new MaxPool(2), new Conv2D(6, 3) { Pad = 1, Bias = false }, new BatchNorm(), new ReLU(),
            new Flatten(), new Dense(300), new ReLU(), new Dropout(0.3f), new Dense(250), new Tanh(), new Dense(2));

        byte[] Train(int team)
        {
            var network = new Network(net, seed: 2);
            var options = new TrainingOptions { Epochs = 3, BatchSize = 27, Threads = team, Validation = MakeStripes(40, seed: 3) };
            new Trainer(network, options).Train(MakeStripes(200, seed: 1));
            using var stream = new MemoryStream();
            network.Save(stream);
            return stream.ToArray();
        }

        Assert.Equal(Train(1), Train(threads));
    }

    [Fact]
    public void Train_LeavesALastSoftmaxToTheLoss()
    {
        float[] Train(params Layer[] last)
        {
            var network = new Network(new Architecture(new Input(6, 6, 1), [new Conv2D(3, 3), new ReLU(), new Flatten(), new Dense(2), .. last]), 4);
            new Trainer(network, new TrainingOptions { Epochs = 1, BatchSize = 16 }).Train(MakeStripes(50, seed: 1));
            return network.Parameters[0].Values.ToArray();
        }

        Assert.Equal(Train(), Train(new Softmax()));
    }

    [Fact]
    public void Train_ReadsEveryExampleOnceAnEpoch_InANewOrder()
    {
        var examples = new Witness();
        new Trainer(new Network(new Architecture(new Input(2), new Dense(2))), new TrainingOptions { Epochs = 3, BatchSize = 4 }).Train(examples);
        var epochs = examples.Seen.GroupBy(read => read.Epoch, read => read.Index).ToArray();
        Assert.Equal([1, 2, 3], epochs.Select(epoch => epoch.Key));
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, examples.Count), epoch.Order()));
        Assert.Equal(3, epochs.Select(epoch => string.Join(',', epoch)).Distinct().Count());
    }

    [Fact]
    public void Train_Cancelled_KeepsWhatWasLearned()
    {
        using var cancellation = new CancellationTokenSource();
        var network = new Network(Stripes, seed: 3);
        float[] before = network.Parameters[0].Values.ToArray();
        var told = new List<TrainingProgress>();
        var progress = new Listener(report =>
        {
            told.Add(report);
            if (report is { Epoch: 2, Step: 3 })
                cancellation.Cancel();
        });
        var trainer = new Trainer(network, new TrainingOptions { Epochs = 4, BatchSize = 20, Progress = progress });
        var history = trainer.Train(MakeStripes(100, seed: 1), cancellation.Token);
        Assert.True(history.Cancelled);
        Assert.Single(history.Epochs);
        Assert.Equal((2, 3), (told[^1].Epoch, told[^1].Step));
        Assert.NotEqual(before, network.Parameters[0].Values.ToArray());
    }

    [Fact]
    public void Train_TellsEveryStepAndEpoch()
    {
        var told = new List<TrainingProgress>();
        var options = new TrainingOptions { Epochs = 2, BatchSize = 16, Progress = new Listener(told.Add), Validation = MakeStripes(10, seed: 2) };
        var history = new Trainer(new Network(Stripes), options).Train(MakeStripes(40, seed: 1));
        Assert.Equal(2 * (3 + 1), told.Count);
        Assert.Equal([1, 2, 3, 3], told.Take(4).Select(report => report.Step));
        Assert.All(told, report => Assert.Equal((2, 3), (report.Epochs, report.Steps)));
        Assert.Equal([false, false, false, true], told.Take(4).Select(report => report.EpochEnded));
        Assert.Equal(history.Epochs[0].ValidationLoss, told[3].ValidationLoss);
        Assert.NotNull(told[3].ValidationAccuracy);
        Assert.All(told, report => Assert.True(report.ImagesPerSecond > 0));
    }

    [Fact]
    public void Train_WithAnAbsurdLearningRate_StopsWithAClearError()
    {
        var options = new TrainingOptions { Optimizer = new Sgd(1e30f), Epochs = 3, BatchSize = 10 };
        var problem = Assert.Throws<TrainingException>(() => new Trainer(new Network(Stripes, 1), options).Train(MakeStripes(100, seed: 1)));
        Assert.Contains("learning rate", problem.Message, StringComparison.Ordinal);
        Assert.Contains("epoch", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OnInputsThatAreNotNumbers_ChangesNothing()
    {
        var network = new Network(new Architecture(new Input(2), new Dense(2)), 1);
        float[] before = network.Parameters[0].Values.ToArray();
        var examples = new ArrayDataSet(TensorShape.Features(2), [float.NaN, 0], [1], 2);
        Assert.Throws<TrainingException>(() => new Trainer(network, new TrainingOptions()).Train(examples));
        Assert.Equal(before, network.Parameters[0].Values.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Train_AfterItsFirstSteps_AllocatesNothing(int threads)
    {
        // Steps are few here, so that what an epoch allocates once (its record) does not hide what a step would.
        long Allocated(int examples)
        {
            var network = new Network(Stripes, 1);
            var data = MakeStripes(examples, seed: 1);
            var trainer = new Trainer(network, new TrainingOptions { Epochs = 1, BatchSize = 8, Threads = threads });
            trainer.Train(data);
            long before = GC.GetAllocatedBytesForCurrentThread();
            trainer.Train(data);
            return GC.GetAllocatedBytesForCurrentThread() - before - sizeof(int) * examples;
        }

        Assert.Equal(Allocated(16), Allocated(160));
    }

    [Fact]
    public void Train_OnDataThatDoNotFit_SaysWhatDoesNot()
    {
        var trainer = new Trainer(new Network(Stripes), new TrainingOptions());
        string Message(IDataSet examples) => Assert.Throws<ArgumentException>(() => trainer.Train(examples)).Message;
        Assert.Contains("6x6x1", Message(new ArrayDataSet(TensorShape.Map(5, 6, 1), new float[30], [0], 2)), StringComparison.Ordinal);
        Assert.Contains("3 classes", Message(new ArrayDataSet(TensorShape.Map(6, 6, 1), new float[36], [0], 3)), StringComparison.Ordinal);
        Assert.Contains("empty", Message(new ArrayDataSet(TensorShape.Map(6, 6, 1), [], ReadOnlySpan<int>.Empty, 2)), StringComparison.Ordinal);
        Assert.Contains("class numbers", Message(new ArrayDataSet(TensorShape.Map(6, 6, 1), new float[36], [0.5f, 1], 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OnADataSetThatLiesAboutItsClasses_SaysWhichExample()
    {
        var trainer = new Trainer(new Network(new Architecture(new Input(2), new Dense(2)), 1), new TrainingOptions());
        Assert.Contains("class 2", Assert.Throws<TrainingException>(() => trainer.Train(new Liar())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(new Network(Stripes), new TrainingOptions { BatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(new Network(Stripes), new TrainingOptions { Epochs = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(new Network(Stripes), new TrainingOptions { Threads = 0 }));
    }

    /// <summary>Pictures of a bright row (class 0) or column (class 1) in noise.</summary>
    internal static ArrayDataSet MakeStripes(int count, int seed)
    {
        var random = new Random(seed);
        float[] inputs = new float[count * 36];
        int[] labels = new int[count];
        for (int index = 0; index < count; index++)
        {
            labels[index] = random.Next(2);
            int line = random.Next(6);
            for (int place = 0; place < 36; place++)
                inputs[index * 36 + place] = random.NextSingle() * 0.3f + ((labels[index] == 0 ? place / 6 : place % 6) == line ? 1 : 0);
        }
        return new ArrayDataSet(TensorShape.Map(6, 6, 1), inputs, labels, 2);
    }

    private static byte[] TrainAndSave(int seed)
    {
        var network = new Network(Stripes, seed);
        new Trainer(network, new TrainingOptions { Epochs = 2, BatchSize = 16, Seed = seed }).Train(MakeStripes(100, seed: 1));
        using var stream = new MemoryStream();
        network.Save(stream);
        return stream.ToArray();
    }

    private sealed class Listener(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }

    private sealed class Liar : IDataSet
    {
        public int Count => 1;

        public TensorShape InputShape => TensorShape.Features(2);

        public int TargetLength => 1;

        public int? ClassCount => 2;

        public void Read(int index, int epoch, Span<float> input, Span<float> target)
        {
            input.Clear();
            target[0] = 2;
        }
    }

    private sealed class Witness : IDataSet
    {
        public List<(int Epoch, int Index)> Seen { get; } = [];

        public int Count => 23;

        public TensorShape InputShape => TensorShape.Features(2);

        public int TargetLength => 1;

        public int? ClassCount => 2;

        public void Read(int index, int epoch, Span<float> input, Span<float> target)
        {
            lock (Seen)
                Seen.Add((epoch, index));
            input.Fill(index * 0.01f);
            target[0] = index % 2;
        }
    }
}
