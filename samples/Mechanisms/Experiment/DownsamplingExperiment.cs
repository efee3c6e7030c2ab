using System.Diagnostics;
using CnnCompiler.Data;
using CnnCompiler.Training;
using Digits.Data;

namespace Mechanisms.Experiment;

/// <summary>Trains each net from several seeds on the same digits.</summary>
internal static class DownsamplingExperiment
{
    private const float LearningRate = 2e-3f;

    /// <summary>Few enough that not every net gets everything right, and that the whole tour takes minutes.</summary>
    private const int DrawnImages = 3000;
    private const int DrawnTestImages = 4000;
    private const int DrawnEpochs = 4;
    private const int MnistEpochs = 2;

    /// <summary>The digits to learn from and to be judged by.</summary>
    public static (string Name, IDataSet Training, IDataSet Test, int Epochs) Open(string? mnist)
    {
        if (mnist is null)
            return ("digits drawn by the program", HandwrittenDigits.Draw(DrawnImages, seed: 101), HandwrittenDigits.Draw(DrawnTestImages, seed: 102), DrawnEpochs);
        var input = DownsamplingVariant.All[0].Net.Input;
        return ("MNIST", Mnist.Train(mnist, input), Mnist.Test(mnist, input), MnistEpochs);
    }

    /// <summary>Trains all nets from all seeds. With a seed all nets see the digits in the same order.</summary>
    public static IReadOnlyList<DownsamplingResult> Run(IDataSet training, IDataSet test, int epochs, int seeds)
    {
        var results = new List<DownsamplingResult>();
        foreach (var variant in DownsamplingVariant.All)
        {
            double[] accuracies = new double[seeds];
            var times = new TimeSpan[seeds];
            for (int seed = 0; seed < seeds; seed++)
            {
                var network = new Network(variant.Net, seed + 1);
                var options = new TrainingOptions
                {
                    Optimizer = new Adam(LearningRate), Schedule = Schedule.Cosine(0.01), BatchSize = 32, Epochs = epochs, Seed = seed + 1,
                };
                long begun = Stopwatch.GetTimestamp();
                new Trainer(network, options).Train(training);
                times[seed] = Stopwatch.GetElapsedTime(begun);
                accuracies[seed] = Evaluation.Of(network, test).Accuracy!.Value;
            }
            results.Add(new DownsamplingResult(variant, accuracies, times.Average(time => time.TotalSeconds)));
        }
        return results;
    }
}
