using CnnCompiler.Data;
using CnnCompiler.Training;
using CnnCompiler.Weights;

namespace CnnCompiler.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private static readonly Architecture Net = new(
        new Input(6, 6, 1), new Conv2D(5, 3), new BatchNorm(), new ReLU(), new MaxPool(2), new Flatten(), new Dropout(0.2f), new Dense(2), new Softmax());

    private readonly string _folder = Directory.CreateTempSubdirectory("cnn").FullName;

    private string FilePath => Path.Combine(_folder, "run.safetensors");

    public static TheoryData<string> Optimizers => ["adam", "adamw", "sgd", "momentum", "rmsprop"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Resume_AfterARunWasCancelled_GivesTheBitsOfAnUninterruptedOne(string optimizer)
    {
        using var cancellation = new CancellationTokenSource();
        var examples = TrainerTests.MakeStripes(110, seed: 1).Augment(new Augmentation { Shift = 1 });
        var whole = new Network(Net, 3);
        var expected = new Trainer(whole, Options(optimizer)).Train(examples);
        var progress = new Listener(report =>
        {
            if (report is { Epoch: 2, Step: 3 })
                cancellation.Cancel();
        });
        var stopped = new Trainer(new Network(Net, 3), Options(optimizer) with { Progress = progress }).Train(examples, cancellation.Token);
        Assert.True(stopped.Cancelled);
        var resumed = new Network(Net, 4);
        var history = new Trainer(resumed, Options(optimizer) with { Threads = 3 }).Resume(FilePath, examples);
        Assert.Equal(Bytes(whole), Bytes(resumed));
        Assert.Equal(expected.Epochs.Skip(1).Select(epoch => (epoch.Epoch, epoch.Loss)), history.Epochs.Select(epoch => (epoch.Epoch, epoch.Loss)));
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Resume_AfterARunThatDied_GoesOnFromItsLastEpoch()
    {
        var examples = TrainerTests.MakeStripes(110, seed: 1);
        var whole = new Network(Net, 3);
        new Trainer(whole, Options("adam")).Train(examples);
        File.Delete(FilePath);
        var dying = new Listener(report =>
        {
            if (report is { Epoch: 3, Step: 2, EpochEnded: false })
                throw new InvalidOperationException("the end");
        });
        Assert.Throws<InvalidOperationException>(() => new Trainer(new Network(Net, 3), Options("adam") with { Progress = dying }).Train(examples));
        var resumed = new Network(Net, 4);
        var history = new Trainer(resumed, Options("adam")).Resume(FilePath, examples);
        Assert.Equal([3, 4], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(Bytes(whole), Bytes(resumed));
    }

    [Fact]
    public void Resume_OfAFinishedRun_TakesItsWeightsAndDoesNothing()
    {
        var examples = TrainerTests.MakeStripes(30, seed: 1);
        var whole = new Network(Net, 3);
        new Trainer(whole, Options("adam")).Train(examples);
        var resumed = new Network(Net, 4);
        Assert.Empty(new Trainer(resumed, Options("adam")).Resume(FilePath, examples).Epochs);
        Assert.Equal(Bytes(whole), Bytes(resumed));
        var loaded = new Network(Net, 5);
        loaded.Load(FilePath);
        Assert.Equal(Bytes(whole), Bytes(loaded));
    }

    [Fact]
    public void Resume_WithOtherSettings_SaysWhichAndChangesNothing()
    {
        var examples = TrainerTests.MakeStripes(30, seed: 1);
        new Trainer(new Network(Net, 3), Options("adam")).Train(examples);
        string Message(TrainingOptions options, IDataSet data)
        {
            var network = new Network(Net, 4);
            byte[] before = Bytes(network);
            string message = Assert.Throws<WeightException>(() => new Trainer(network, options).Resume(FilePath, data)).Message;
            Assert.Equal(before, Bytes(network));
            return message;
        }

        TrainingOptions Adam(TrainingOptions options) => options with { Optimizer = new Adam(0.01f) };
        var adam = Options("adam");
        Assert.Contains("learning rate 0.02; found one with learning rate \"0.01\"", Message(adam with { Optimizer = new Adam(0.02f) }, examples), StringComparison.Ordinal);
        Assert.Contains("beta1 0.8", Message(adam with { Optimizer = new Adam(0.01f, 0.8f) }, examples), StringComparison.Ordinal);
        Assert.Contains("weight decay 0.1", Message(adam with { Optimizer = new Adam(0.01f) { WeightDecay = 0.1f } }, examples), StringComparison.Ordinal);
        Assert.Contains("schedule cosine to 0; found one with schedule \"one cycle", Message(Adam(adam) with { Schedule = Schedule.Cosine() }, examples), StringComparison.Ordinal);
        Assert.Contains("smoothing 0.1", Message(Adam(adam) with { Loss = Loss.SmoothedCrossEntropy(0.1f) }, examples), StringComparison.Ordinal);
        Assert.Contains("clip norm 2", Message(Adam(adam) with { ClipNorm = 2 }, examples), StringComparison.Ordinal);
        Assert.Contains("keeps best yes", Message(Adam(adam) with { KeepBest = true, Validation = examples }, examples), StringComparison.Ordinal);
        Assert.Contains("patience 3", Message(Adam(adam) with { Patience = 3, Validation = examples }, examples), StringComparison.Ordinal);
        Assert.Contains("data ", Message(Adam(adam), TrainerTests.MakeStripes(30, seed: 2)), StringComparison.Ordinal);
        Assert.Contains("seed 8 and batch size 5", Message(Options("adam") with { Seed = 8, BatchSize = 5 }, examples), StringComparison.Ordinal);
        Assert.Contains("seed 8", Message(Options("adam") with { Seed = 8 }, examples), StringComparison.Ordinal);
        Assert.Contains("Sgd", Message(Options("sgd"), examples), StringComparison.Ordinal);
        Assert.Contains("epochs 9", Message(Options("adam") with { Epochs = 9 }, examples), StringComparison.Ordinal);
        Assert.Contains("batch size 5", Message(Options("adam") with { BatchSize = 5 }, examples), StringComparison.Ordinal);
        Assert.Contains("examples 29", Message(Options("adam"), examples.Take(29)), StringComparison.Ordinal);
        new Network(Net, 3).Save(FilePath);
        Assert.Contains("checkpoint", Message(Options("adam"), examples), StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_OfAScheduleOfOnesOwn_ComparesItsType()
    {
        var examples = TrainerTests.MakeStripes(30, seed: 1);
        new Trainer(new Network(Net, 3), Options("adam") with { Schedule = new Halving() }).Train(examples);
        Assert.Empty(new Trainer(new Network(Net, 3), Options("adam") with { Schedule = new Halving() }).Resume(FilePath, examples).Epochs);
        Assert.Contains("Halving", Assert.Throws<WeightException>(
            () => new Trainer(new Network(Net, 3), Options("adam")).Resume(FilePath, examples)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_FromDamagedFiles_ChangesNothing()
    {
        var examples = TrainerTests.MakeStripes(30, seed: 1);
        new Trainer(new Network(Net, 3), Options("adam")).Train(examples);
        byte[] file = File.ReadAllBytes(FilePath);
        var network = new Network(Net, 4);
        byte[] before = Bytes(network);
        for (int length = 0; length < file.Length; length += 97)
        {
            File.WriteAllBytes(FilePath, file[..length]);
            Assert.Throws<WeightException>(() => new Trainer(network, Options("adam")).Resume(FilePath, examples));
        }
        Assert.Equal(before, Bytes(network));
    }

    private TrainingOptions Options(string optimizer) => new()
    {
        Optimizer = optimizer switch
        {
            "adam" => new Adam(0.01f),
            "adamw" => new AdamW(0.01f),
            "sgd" => new Sgd(0.05f),
            "momentum" => new Sgd(0.05f, 0.9f, nesterov: true),
            _ => new RmsProp(0.002f, momentum: 0.5f),
        },
        Schedule = Schedule.OneCycle(), Epochs = 4, BatchSize = 20, Seed = 7, CheckpointPath = FilePath, Threads = 1,
    };

    private static byte[] Bytes(Network network)
    {
        using var stream = new MemoryStream();
        network.Save(stream);
        return stream.ToArray();
    }

    private sealed class Listener(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }

    private sealed class Halving : Schedule
    {
        public override double Factor(long step, long steps) => Math.Pow(0.5, step);
    }
}
