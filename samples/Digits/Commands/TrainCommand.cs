using System.Globalization;
using CnnCompiler.Data;
using CnnCompiler.Training;
using Digits.Terminal;
using Spectre.Console;

namespace Digits.Commands;

/// <summary>Trains the net, saves its weights, and runs the compiled net with them.</summary>
internal static class TrainCommand
{
    /// <summary>Where the weights go unless the user says otherwise.</summary>
    public const string DefaultFile = "digits.safetensors";

    /// <summary>The exit code of a run that Ctrl-C ended before its first step, as shells number it: 128 and the signal's number.</summary>
    private const int Interrupted = 130;

    private const int BatchSize = 64;
    private const float LearningRate = 2e-3f;

    public static int Run(IAnsiConsole screen, TrainRequest request, CancellationToken cancellation)
    {
        WeightTarget.Check(request.File);
        var images = TrainingImages.Open(request.Mnist, request.Seed);
        int epochs = request.Epochs ?? images.StandardEpochs;
        var network = new Network(DigitClassifier.Architecture, request.Seed);
        screen.WriteLine(network.Summary());
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Training on {images.Training.Count:N0} images: {images.Name}."));

        bool learned = false;
        var history = TrainingView.Show(screen, _ => learned = true, progress => new Trainer(network, new TrainingOptions
        {
            Optimizer = new Adam(LearningRate),
            Schedule = Schedule.Cosine(0.01),
            BatchSize = BatchSize,
            Epochs = epochs,
            Seed = request.Seed,
            Validation = images.Validation,
            Progress = progress,
        }).Train(images.Training, cancellation));

        if (!learned)
        {
            screen.WriteLine("Stopped before anything was learned: nothing is saved.");
            return Interrupted;
        }
        if (history.Cancelled)
            screen.WriteLine("Stopped early: what was learned is kept.");
        WeightTarget.Save(network, request.File);
        Report(screen, request.File, images.Test);
        return 0;
    }

    /// <summary>Runs the net that this program was compiled with on the weights just saved: no rebuild is needed for that.</summary>
    private static void Report(IAnsiConsole screen, string file, IDataSet test)
    {
        using var stream = File.OpenRead(file);
        var compiled = DigitClassifier.Load(stream);
        screen.WriteLine($"Saved {file}.");
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The compiled net with these weights, on {test.Count:N0} images it has not seen:"));
        screen.WriteLine(EvaluateCommand.Describe(Accuracy.Of(compiled.Predict, test)));
    }
}
