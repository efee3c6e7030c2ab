using System.Globalization;
using CnnCompiler.Data;
using CnnCompiler.Training;

namespace CnnCompiler.Benchmarks;

/// <summary>Trains nets on MNIST and prints a row for each epoch.</summary>
internal static class TrainingRun
{
    private static readonly string[] s_titles = ["net", "threads", "epoch", "seconds", "images/s", "GFLOP/s", "of peak", "accuracy", "bytes"];
    private static readonly int[] s_widths = [4, 7, 5, 8, 9, 8, 8, 8, 10];

    /// <summary>Trains and prints: batches of 64, Adam, inputs from 0 to 1.</summary>
    /// <param name="nets">Names of <see cref="TrainingNets"/>.</param>
    /// <param name="mnist">The folder with the four MNIST files.</param>
    /// <param name="epochs">Epochs for each net.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="images">How many training images; the first ones.</param>
    /// <param name="seed">What weights, order and dropout depend on.</param>
    /// <param name="recipe">Learning rate, schedule and augmentation.</param>
    /// <param name="json">A file for the results, or null.</param>
    /// <returns>The process's exit code.</returns>
    public static int Run(IReadOnlyList<string> nets, DirectoryInfo mnist, int epochs, int threads, int images, int seed, TrainingRecipe recipe, FileInfo? json)
    {
        try
        {
            var train = Mnist.Train(mnist.FullName).Take(images);
            var test = Mnist.Test(mnist.FullName);
            var results = new List<TrainingResult>();
            Print(s_titles);
            foreach (string net in nets)
                Train(net, train, test, epochs, threads, seed, recipe, results);
            if (json is not null)
                ResultFile.Write(json, results);
            return 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or DataException)
        {
            Console.Error.WriteLine(problem.Message);
            return 2;
        }
    }

    private static void Train(string net, IDataSet train, IDataSet test, int epochs, int threads, int seed, TrainingRecipe recipe, List<TrainingResult> results)
    {
        var architecture = TrainingNets.All[net];
        double operations = TrainingNets.OperationsOf(architecture) * train.Count / 1e9;
        var options = new TrainingOptions
        {
            Optimizer = new Adam(recipe.Rate), Schedule = recipe.Schedule, Epochs = epochs, Seed = seed, Validation = test, Threads = threads,
        };
        if (recipe.Change is { } change)
            train = train.Augment(change with { Seed = seed });
        long before = 0;
        var peak = new Stopwatches.Series(FmaPeak.Run);
        options = options with
        {
            Progress = new EpochListener(report =>
            {
                long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
                for (int round = 0; round < 5; round++)
                    peak.Measure();
                double seconds = train.Count / report.ImagesPerSecond;
                double most = FmaPeak.FlopsPerCall / peak.Median / 1e3 * threads;
                double speed = operations / seconds;
                var result = new TrainingResult(
                    net, threads, report.Epoch, seconds, report.ValidationAccuracy ?? 0, report.ImagesPerSecond, speed, speed / most, allocated);
                results.Add(result);
                Print(Cells(result));
                peak.Forget();
                before = GC.GetTotalAllocatedBytes(precise: true);
            }),
        };
        var trainer = new Trainer(new Network(architecture, seed), options);
        before = GC.GetTotalAllocatedBytes(precise: true);
        trainer.Train(train);
    }

    private static string[] Cells(TrainingResult result) =>
    [
        result.Net,
        Text(result.Threads, "D"),
        Text(result.Epoch, "D"),
        Text(result.Seconds, "F3"),
        Text(result.ImagesPerSecond, "F0"),
        Text(result.Gflops, "F1"),
        Text(result.PeakShare, "P0"),
        Text(result.Accuracy, "F4"),
        Text(result.AllocatedBytes, "D"),
    ];

    private static void Print(string[] cells) =>
        Console.WriteLine(string.Join("  ", cells.Select((cell, column) => column == 0 ? cell.PadRight(s_widths[column]) : cell.PadLeft(s_widths[column]))));

    private static string Text(IFormattable value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed class EpochListener(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.EpochEnded)
                tell(value);
        }
    }
}
