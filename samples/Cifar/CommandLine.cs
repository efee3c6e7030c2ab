using System.CommandLine;
using Cifar.Commands;
using Spectre.Console;
using TrainingConsole;
using static TrainingConsole.CommandOptions;

namespace Cifar;

/// <summary>The commands and their arguments.</summary>
internal static class CommandLine
{
    /// <summary>What the user gave cannot be used.</summary>
    public const int UsageError = 2;

    private const int DefaultSeed = 1;

    /// <summary>Runs the program.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">One sentence where something is wrong with what the user gave.</param>
    /// <returns>0, <see cref="UsageError"/>, or 130 for a run stopped before its first step.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        try
        {
            var parsed = Describe(Screen.Open(output)).Parse(args);
            if (parsed.Errors.Count > 0)
                throw new IOException($"{parsed.Errors[0].Message.TrimEnd('.')}. See --help.");
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(problem.Message);
            return UsageError;
        }
    }

    private static RootCommand Describe(IAnsiConsole screen)
    {
        var root = new RootCommand("Tells what is on small colour images with a neural network compiled into C#, and trains it on CIFAR-10.");
        root.Add(DescribePredict(screen));
        root.Add(DescribeEvaluate(screen));
        root.Add(DescribeTrain(screen));
        return root;
    }

    private static Command DescribePredict(IAnsiConsole screen)
    {
        var files = new Argument<string[]>("file") { Arity = ArgumentArity.OneOrMore, Description = "PNG images of any size; the middle square is looked at." };
        var command = new Command("predict", "Tells what is on PNG files.") { files };
        command.SetAction(parsed => PredictCommand.Run(screen, parsed.GetRequiredValue(files)));
        return command;
    }

    private static Command DescribeEvaluate(IAnsiConsole screen)
    {
        var directory = Folder();
        var command = new Command("evaluate", "Counts how many of the test images are recognised, class by class.") { directory };
        command.SetAction(parsed => EvaluateCommand.Run(screen, parsed.GetRequiredValue(directory)));
        return command;
    }

    private static Command DescribeTrain(IAnsiConsole screen)
    {
        var directory = Folder();
        var epochs = WholeNumber("--epochs", 1, 10_000, TrainCommand.StandardEpochs, "How often every image is seen.");
        var seed = WholeNumber("--seed", 0, int.MaxValue, DefaultSeed, "The same seed gives the same weights.");
        var file = new Option<string>("--out") { HelpName = "FILE", Description = "Where the weights go.", DefaultValueFactory = _ => "cifar.safetensors" };
        var resume = new Option<bool>("--resume") { Description = "Goes on with a run of the same settings that was stopped." };
        const string purpose = "Trains the net and saves its weights; Ctrl-C stops early and keeps what was learned.";
        var command = new Command("train", purpose) { directory, epochs, file, seed, resume };
        command.SetAction(parsed =>
        {
            using var interrupt = new Interrupt();
            return TrainCommand.Run(
                screen, parsed.GetRequiredValue(directory), parsed.GetValue(epochs) ?? TrainCommand.StandardEpochs, parsed.GetRequiredValue(file), parsed.GetValue(seed) ?? DefaultSeed,
                parsed.GetValue(resume), interrupt.Token);
        });
        return command;
    }

    private static Option<string> Folder() => new("--cifar") { HelpName = "DIR", Description = "The folder with CIFAR-10's binary files.", Required = true };
}
