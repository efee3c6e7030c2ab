using System.Diagnostics;
using System.Globalization;
using CnnCompiler.Data;
using CnnCompiler.Training;

namespace CnnCompiler.Tests.Training;

/// <summary>Runs in a process of their own, which is killed: nothing of it is left but the checkpoint.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const string ReachedLine = "reached";
    private const int Endless = 10_000_000;

    private static readonly Architecture Net = new(
        new Input(6, 6, 1), new Conv2D(5, 3), new BatchNorm(), new ReLU(), new MaxPool(2), new Flatten(), new Dropout(0.2f), new Dense(2), new Softmax());

    private readonly string _folder = Directory.CreateTempSubdirectory("cnn").FullName;

    private string FilePath => Path.Combine(_folder, "run.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2, 1), InlineData(3, 4), InlineData(5, 6)]
    public void Resume_AfterTheProcessWasKilled_GivesTheBitsOfAnUninterruptedRun(int epoch, int step)
    {
        Kill(epochs: 6, epoch, step, TimeSpan.Zero);
        var whole = new Network(Net, 3);
        new Trainer(whole, Options(6, null)).Train(Examples());
        var resumed = new Network(Net, 4);
        var history = new Trainer(resumed, Options(6, FilePath)).Resume(FilePath, Examples());
        Assert.Equal(Enumerable.Range(epoch, 7 - epoch), history.Epochs.Select(record => record.Epoch));
        foreach (var (one, other) in whole.Parameters.Zip(resumed.Parameters))
            Assert.Equal(one.Values, other.Values);
    }

    [Theory]
    [InlineData(0), InlineData(7), InlineData(40)]
    public void Kill_WhileCheckpointsAreWritten_LeavesAWholeOne(int milliseconds)
    {
        // Every few microseconds of training the file is written again: the kill hits a write about every other time.
        Kill(Endless, epoch: 2, step: 1, TimeSpan.FromMilliseconds(milliseconds));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        var network = new Network(Net, 4);
        Assert.True(new Trainer(network, Options(Endless, null)).Resume(FilePath, Examples(), stopped.Token).Cancelled);
        Assert.NotEqual(new Network(Net, 4).Parameters[0].Values.ToArray(), network.Parameters[0].Values.ToArray());
    }

    /// <summary>The child: trains, says when it has come to a step, and waits there where it would end soon.</summary>
    /// <param name="args">The file of the checkpoint, the epochs, and the epoch and step of the kill.</param>
    internal static void TrainUntilKilled(string[] args)
    {
        int[] numbers = [.. args.Skip(1).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        var progress = new Listener(report =>
        {
            if ((report.Epoch, report.Step, report.EpochEnded) != (numbers[1], numbers[2], false))
                return;
            Console.WriteLine(ReachedLine);
            if (numbers[0] < Endless)
                Thread.Sleep(Timeout.Infinite);
        });
        new Trainer(new Network(Net, 3), Options(numbers[0], args[0]) with { Progress = progress }).Train(Examples());
    }

    private void Kill(int epochs, int epoch, int step, TimeSpan delay)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string host = Path.Combine(framework, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true };
        foreach (string argument in new[] { typeof(KilledRunTests).Assembly.Location, FilePath })
            start.ArgumentList.Add(argument);
        foreach (int number in new[] { epochs, epoch, step })
            start.ArgumentList.Add(number.ToString(CultureInfo.InvariantCulture));
        using var process = Process.Start(start)!;
        Assert.Equal(ReachedLine, process.StandardOutput.ReadLine());
        Thread.Sleep(delay);
        Assert.False(process.HasExited);
        process.Kill();
        process.WaitForExit();
    }

    private static IDataSet Examples() => TrainerTests.MakeStripes(110, seed: 1).Augment(new Augmentation { Shift = 1 });

    private static TrainingOptions Options(int epochs, string? path) => new()
    {
        Optimizer = new Adam(0.01f), Schedule = Schedule.OneCycle(), Epochs = epochs, BatchSize = 20, Seed = 7, CheckpointPath = path, Threads = 1,
    };

    private sealed class Listener(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }
}
