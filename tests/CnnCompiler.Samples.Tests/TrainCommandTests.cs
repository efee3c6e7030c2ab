using CnnCompiler.Training;
using Digits;
using Digits.Commands;
using Digits.Data;
using TrainingConsole;

namespace CnnCompiler.Samples.Tests;

public sealed class TrainCommandTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("digits");

    public void Dispose() => _directory.Delete(recursive: true);

    private string Target => Path.Combine(_directory.FullName, "trained.safetensors");

    [Fact]
    public void Train_DrawnDigitsForAShortRun_Learns()
    {
        var network = new Network(DigitClassifier.Architecture, seed: 1);
        var unseen = HandwrittenDigits.Draw(500, seed: 2);
        double before = Evaluation.Of(network, unseen).Accuracy!.Value;
        var options = new TrainingOptions { Optimizer = new Adam(2e-3f), BatchSize = 32, Epochs = 2, Seed = 1 };
        new Trainer(network, options).Train(HandwrittenDigits.Draw(2000, seed: 1));
        double after = Evaluation.Of(network, unseen).Accuracy!.Value;
        Assert.InRange(before, 0, 0.4);
        Assert.InRange(after, 0.9, 1);
    }

    [Fact]
    public void Train_OneEpoch_SavesWeightsThatTheCompiledNetUses()
    {
        var (code, output, error) = CommandLineTests.Run("train", "--epochs", "1", "--seed", "3", "--out", Target);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("epoch   1  loss ", output);
        Assert.DoesNotContain('\u001B', output);
        Assert.Equal(["trained.jsonl", "trained.safetensors", "trained.svg"], _directory.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.Single(File.ReadAllLines(Path.ChangeExtension(Target, ".jsonl")));
        Assert.Contains("validation accuracy", File.ReadAllText(Path.ChangeExtension(Target, ".svg")));

        string last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Trim();
        Assert.Matches("^accuracy: [01]\\.[0-9]{4}$", last);
        using var stream = File.OpenRead(Target);
        var compiled = DigitClassifier.Load(stream);
        Assert.InRange(Accuracy.Of(compiled.Predict, HandwrittenDigits.Draw(500, seed: 4)), 0.95, 1);
    }

    [Fact]
    public void Train_StoppedInTheSecondEpoch_KeepsWhatWasLearned()
    {
        using var stop = new CancellationTokenSource();
        using var output = new StoppingWriter("epoch   1", stop);
        Assert.Equal(0, TrainCommand.Run(Screen.Open(output), new TrainRequest(null, 10_000, Target, 1), stop.Token));
        Assert.Contains("Stopped early", output.ToString());
        using var stream = File.OpenRead(Target);
        Assert.InRange(Accuracy.Of(DigitClassifier.Load(stream).Predict, HandwrittenDigits.Draw(500, seed: 4)), 0.8, 1);
    }

    [Fact]
    public void Train_StoppedAndResumed_EndsAsARunThatWasNeverStopped()
    {
        string[] Train(string file, params string[] more) => ["train", "--epochs", "3", "--seed", "4", "--out", file, .. more];
        string whole = Path.Combine(_directory.FullName, "whole.safetensors");
        Assert.Equal(0, CommandLineTests.Run(Train(whole)).Code);
        using var stop = new CancellationTokenSource();
        using var output = new StoppingWriter("epoch   1", stop);
        Assert.Equal(0, TrainCommand.Run(Screen.Open(output), new TrainRequest(null, 3, Target, 4), stop.Token));
        Assert.True(File.Exists(Path.ChangeExtension(Target, ".checkpoint.safetensors")));
        var (code, _, error) = CommandLineTests.Run(Train(Target, "--resume"));
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(Target));
        string[] Epochs(string file) => [.. File.ReadAllLines(Path.ChangeExtension(file, ".jsonl")).Select(line => line[..line.IndexOf("\"images", StringComparison.Ordinal)])];
        Assert.Equal(Epochs(whole), Epochs(Target));
        Assert.False(File.Exists(Path.ChangeExtension(Target, ".checkpoint.safetensors")));
    }

    [Fact]
    public void Train_ResumedWithoutACheckpoint_SaysSo() => CommandLineTests.AssertRefused("to go on from", "train", "--out", Target, "--resume");

    [Fact]
    public void Train_StoppedBeforeTheFirstStep_LeavesTheFileAsItWas()
    {
        File.WriteAllText(Target, "as it was");
        using var output = new StringWriter();
        Assert.Equal(130, TrainCommand.Run(Screen.Open(output), new TrainRequest(null, 5, Target, 1), new CancellationToken(canceled: true)));
        Assert.Contains("nothing is saved", output.ToString());
        Assert.Equal("as it was", File.ReadAllText(Target));
        Assert.Equal([Target], _directory.GetFiles().Select(file => file.FullName));
    }

    [Fact]
    public void Train_IntoAMissingDirectory_IsRefusedBeforeTraining() =>
        CommandLineTests.AssertRefused("There is no directory", "train", "--out", Path.Combine(_directory.FullName, "absent", "w.safetensors"));

    [Fact]
    public void Train_OntoADirectory_IsRefused() => CommandLineTests.AssertRefused("is a directory", "train", "--out", _directory.FullName);

    [Fact]
    public void Train_MissingMnistDirectory_IsRefused() =>
        CommandLineTests.AssertRefused("There is no directory", "train", "--mnist", Path.Combine(_directory.FullName, "absent"), "--out", Target);

    /// <summary>Stops a run as soon as a text is written.</summary>
    private sealed class StoppingWriter(string text, CancellationTokenSource stop) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            if (value is not null && value.Contains(text, StringComparison.Ordinal))
                stop.Cancel();
        }
    }
}
