using System.Globalization;
using CnnCompiler.Data;
using CnnCompiler.Training;
using Spectre.Console;
using TrainingConsole;

namespace Digits.Commands;

/// <summary>Trains the net, saves its weights, and runs the compiled net with them.</summary>
internal static class TrainCommand
{
    /// <summary>Where the weights go unless the user says otherwise.</summary>
    public const string DefaultFile = "digits.safetensors";

    /// <summary>The exit code of a run that Ctrl-C ended before its first step, as shells number it: 128 and the signal's number.</summary>
    private const int Interrupted = 130;

    private const int BatchSize = 64;
    private const float LearningRate = 3e-3f;

    public static int Run(IAnsiConsole screen, TrainRequest request, CancellationToken cancellation)
    {
        var images = TrainingImages.Open(request.Mnist, request.Seed);
        var options = new TrainingOptions
        {
            Optimizer = new Adam(LearningRate),
            Schedule = Schedule.Cosine(0.01),
            BatchSize = BatchSize,
            Epochs = request.Epochs ?? images.StandardEpochs,
            Seed = request.Seed,
            Validation = images.Validation,
        };
        var network = new Network(DigitClassifier.Architecture, request.Seed);
        if (!new TrainingSession(screen, network, options, new TrainingFiles(request.File)).Run(images.Training, images.Name, request.Resume, cancellation))
        {
            screen.WriteLine("Stopped before anything was learned: nothing is saved.");
            return Interrupted;
        }
        Report(screen, request.File, images.Test);
        return 0;
    }

    /// <summary>Runs the net that this program was compiled with on the weights just saved: no rebuild is needed for that.</summary>
    private static void Report(IAnsiConsole screen, string file, IDataSet test)
    {
        using var stream = File.OpenRead(file);
        var compiled = DigitClassifier.Load(stream);
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The compiled net with these weights, on {test.Count:N0} images it has not seen:"));
        screen.WriteLine(EvaluateCommand.Describe(Accuracy.Of(compiled.Predict, test)));
    }
}
