using System.Text.Json;
using CnnCompiler.Training;

namespace CnnCompiler.Tests.Training;

public sealed class TrainingLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnn").FullName;

    private string FilePath => Path.Combine(_folder, "run.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Report_WritesALineForEachEpoch_ReadableWhileTheRunGoesOn()
    {
        var network = new Network(new Architecture(new Input(6, 6, 1), new Flatten(), new Dense(2)));
        using var log = TrainingLog.Create(FilePath);
        var options = new TrainingOptions { Epochs = 3, BatchSize = 10, Validation = TrainerTests.MakeStripes(20, seed: 2), Progress = log };
        var history = new Trainer(network, options).Train(TrainerTests.MakeStripes(40, seed: 1));
        var lines = Read();
        Assert.Equal([1, 2, 3], lines.Select(line => line.GetProperty("epoch").GetInt32()));
        Assert.All(lines.Zip(history.Epochs), pair =>
        {
            Assert.Equal(pair.Second.Loss, pair.First.GetProperty("loss").GetDouble());
            Assert.Equal(pair.Second.ValidationLoss, pair.First.GetProperty("validation_loss").GetDouble());
            Assert.Equal(pair.Second.ValidationAccuracy, pair.First.GetProperty("validation_accuracy").GetDouble());
            Assert.Equal((3, 4), (pair.First.GetProperty("epochs").GetInt32(), pair.First.GetProperty("steps").GetInt32()));
            Assert.True(pair.First.GetProperty("images_per_second").GetDouble() > 0);
        });
    }

    [Fact]
    public void Report_WithoutValidation_LeavesItOut()
    {
        using (var log = TrainingLog.Create(FilePath))
        {
            log.Report(new TrainingProgress(1, 2, 5, 10, 0.5, 100));
            log.Report(new TrainingProgress(1, 2, 10, 10, 0.25, 100, EpochEnded: true));
            log.Report(new TrainingProgress(2, 2, 10, 10, 0.125, 100, EpochEnded: true, double.NaN, 0.5));
        }
        Assert.Equal(
            """{"epoch":1,"epochs":2,"steps":10,"loss":0.25,"images_per_second":100}""" + "\n" +
            """{"epoch":2,"epochs":2,"steps":10,"loss":0.125,"images_per_second":100,"validation_accuracy":0.5}""" + "\n", File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData("", 1), InlineData("{\"epoch\":7}\n", 2), InlineData("{\"epoch\":7}\n{\"epoch\":8,\"lo", 2), InlineData("{\"epo", 1)]
    public void Append_GoesOnBehindTheLastWholeLine(string before, int lines)
    {
        File.WriteAllText(FilePath, before);
        using (var log = TrainingLog.Append(FilePath))
            log.Report(new TrainingProgress(9, 9, 1, 1, 0.5, 1, EpochEnded: true));
        var read = Read();
        Assert.Equal(lines, read.Length);
        Assert.Equal(9, read[^1].GetProperty("epoch").GetInt32());
    }

    [Fact]
    public void Create_BeginsAnew()
    {
        File.WriteAllText(FilePath, "{\"epoch\":7}\n");
        TrainingLog.Create(FilePath).Dispose();
        Assert.Equal("", File.ReadAllText(FilePath));
    }

    private JsonElement[] Read()
    {
        using var stream = new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
