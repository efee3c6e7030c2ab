using System.Globalization;
using CnnCompiler.Data;
using CnnCompiler.Training;
using Spectre.Console;
using TrainingConsole;

namespace Cifar.Commands;

/// <summary>Trains the net, saves its weights, and runs the compiled net with them.</summary>
internal static class TrainCommand
{
    /// <summary>How often every image is seen unless the user says otherwise.</summary>
    public const int StandardEpochs = 20;

    /// <summary>The exit code of a run that Ctrl-C ended before its first step, as shells number it: 128 and the signal's number.</summary>
    private const int Interrupted = 130;

    /// <summary>The share of the training images that are only looked at, to show how the run goes; nothing is chosen by them.</summary>
    private const double ValidationShare = 0.02;

    public static int Run(IAnsiConsole screen, string directory, int epochs, string file, int seed, bool resume, CancellationToken cancellation)
    {
        var test = CifarFiles.Test(directory);
        var (training, validation) = CifarFiles.Train(directory).SplitByClass(ValidationShare, seed);
        var network = new Network(CifarClassifier.Architecture, seed);
        var options = new TrainingOptions
        {
            Optimizer = new AdamW(0.004f) { WeightDecay = 0.05f },
            Schedule = Schedule.OneCycle(),
            Epochs = epochs,
            Seed = seed,
            Validation = validation,
        };
        // Mirrored and shifted, an object stays what it is; what comes in from outside is the mean colour, 0.
        var changed = training.Augment(new Augmentation { Flip = true, Shift = 3, Seed = seed });
        if (!new TrainingSession(screen, network, options, new TrainingFiles(file)).Run(changed, "CIFAR-10", resume, cancellation))
        {
            screen.WriteLine("Stopped before anything was learned: nothing is saved.");
            return Interrupted;
        }
        using var stream = File.OpenRead(file);
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The compiled net with these weights, on {test.Count:N0} images it has not seen:"));
        EvaluateCommand.Write(screen, CifarClassifier.Load(stream).Predict, test);
        return 0;
    }
}
