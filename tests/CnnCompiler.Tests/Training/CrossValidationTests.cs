using CnnCompiler.Data;
using CnnCompiler.Training;

namespace CnnCompiler.Tests.Training;

public sealed class CrossValidationTests
{
    private static readonly Architecture Net = new(new Input(6, 6, 1), new Conv2D(6, 3), new ReLU(), new Flatten(), new Dense(2), new Softmax());

    [Fact]
    public void Run_JudgesEveryExampleOnce_ByANetworkThatHasNotSeenIt()
    {
        var examples = TrainerTests.MakeStripes(90, seed: 1);
        var trained = new List<int>();
        var result = CrossValidation.Run(
            Net, examples, 3, (fold, validation) => new TrainingOptions { Optimizer = new Adam(0.02f), Epochs = 12, BatchSize = 10, Seed = fold },
            part =>
            {
                trained.Add(part.Count);
                return part;
            });
        Assert.Equal([60, 60, 60], trained);
        Assert.Equal([30, 30, 30], result.Folds.Select(fold => fold.Count));
        Assert.Equal(90, Enumerable.Range(0, 4).Sum(place => result.Confusion![place / 2, place % 2]));
        Assert.Equal(result.Folds.Average(fold => fold.Accuracy!.Value), result.Accuracy!.Value, 1e-12);
        Assert.Equal(result.Folds.Average(fold => fold.Loss), result.Loss, 1e-12);
        Assert.InRange(result.Accuracy.Value, 0.8, 1);

        // Each fold is what training by hand on the same part gives.
        var (training, part) = examples.Folds(3)[1];
        var network = new Network(Net, 1);
        new Trainer(network, new TrainingOptions { Optimizer = new Adam(0.02f), Epochs = 12, BatchSize = 10, Seed = 1 }).Train(training);
        Assert.Equal(Evaluation.Of(network, part).Loss, result.Folds[1].Loss);
    }

    [Fact]
    public void AccuracyDeviation_IsThatOfTheSample()
    {
        var result = CrossValidation.Run(
            Net, TrainerTests.MakeStripes(40, seed: 1), 4, (fold, _) => new TrainingOptions { Epochs = 1, BatchSize = 10, Seed = fold, Threads = 1 });
        double[] values = [.. result.Folds.Select(fold => fold.Accuracy!.Value)];
        double mean = values.Sum() / 4;
        Assert.Equal((values.Sum(value => value * value) - 4 * mean * mean) / 3, Math.Pow(result.AccuracyDeviation!.Value, 2), 1e-9);
    }

    [Fact]
    public void Run_OfValues_HasALossAndNoAccuracy()
    {
        var examples = new ArrayDataSet(TensorShape.Features(1), [.. Enumerable.Range(0, 12).Select(x => x / 12f)], [.. Enumerable.Range(0, 12).Select(x => x / 6f)], 1);
        var result = CrossValidation.Run(new Architecture(new Input(1), new Dense(1)), examples, 2, (_, _) => new TrainingOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(0.3f), Epochs = 100, BatchSize = 6,
        });
        Assert.Null(result.Accuracy);
        Assert.Null(result.AccuracyDeviation);
        Assert.InRange(result.Loss, 0, 0.02);
    }

    [Fact]
    public void Run_Cancelled_SaysSo()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => CrossValidation.Run(
            Net, TrainerTests.MakeStripes(40, seed: 1), 2, (_, _) => new TrainingOptions(), cancellation: cancellation.Token));
    }
}
