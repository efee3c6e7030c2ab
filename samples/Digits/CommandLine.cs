using System.CommandLine;
using Digits.Commands;
using Spectre.Console;
using TrainingConsole;
using static TrainingConsole.CommandOptions;

namespace Digits;

/// <summary>The commands and their arguments.</summary>
internal static class CommandLine
{
    /// <summary>What the user gave cannot be used: the exit code that the shell's own tools take for it.</summary>
    public const int UsageError = 2;

    private const int DefaultSeed = 1;

    /// <summary>Runs the program.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="output">Results; a terminal gets colours, a file or pipe plain text.</param>
    /// <param name="error">One sentence where something is wrong with what the user gave.</param>
    /// <returns>0, or <see cref="UsageError"/>.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        try
        {
            var parsed = Describe(Screen.Open(output)).Parse(args);
            if (parsed.Errors.Count > 0)
                throw new DigitsException($"{parsed.Errors[0].Message.TrimEnd('.')}. See --help.");
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception problem) when (problem is DigitsException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(problem.Message);
            return UsageError;
        }
    }

    private static RootCommand Describe(IAnsiConsole screen)
    {
        var root = new RootCommand(
            "Recognises handwritten digits with a neural network compiled into C#. Without a command it reads ten digits it has drawn itself.");
        root.SetAction(_ => ShowCommand.Run(screen));
        root.Add(DescribePredict(screen));
        root.Add(DescribeEvaluate(screen));
        root.Add(DescribeTrain(screen));
        root.Add(DescribeDraw(screen));
        root.Add(DescribeReport(screen));
        return root;
    }

    private static Command DescribePredict(IAnsiConsole screen)
    {
        var files = new Argument<string[]>("file")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "PNG images of one digit each, of any size, dark on light or light on dark.",
        };
        var command = new Command("predict", "Recognises the digits in PNG files.") { files };
        command.SetAction(parsed => PredictCommand.Run(screen, parsed.GetRequiredValue(files)));
        return command;
    }

    private static Command DescribeEvaluate(IAnsiConsole screen)
    {
        var mnist = Text<string>("--mnist", "DIR", "The directory of the MNIST files (idx or idx.gz).");
        mnist.Required = true;
        var command = new Command("evaluate", "Counts how many of the 10,000 MNIST test images are recognised.") { mnist };
        command.SetAction(parsed => EvaluateCommand.Run(screen, parsed.GetRequiredValue(mnist)));
        return command;
    }

    private static Command DescribeTrain(IAnsiConsole screen)
    {
        var mnist = Text<string?>("--mnist", "DIR", "The directory of the MNIST files; without it the program draws its own digits.");
        var epochs = WholeNumber("--epochs", 1, 10_000, null, "How often every image is seen; otherwise 20 times with --mnist and 6 times without.");
        var file = Text<string>("--out", "FILE", "Where the weights go.");
        file.DefaultValueFactory = _ => TrainCommand.DefaultFile;
        var seed = WholeNumber("--seed", 0, int.MaxValue, DefaultSeed, "The same seed gives the same weights.");
        var resume = new Option<bool>("--resume") { Description = "Goes on with a run of the same settings that was stopped." };
        const string purpose = "Trains the net and saves its weights; Ctrl-C stops early and keeps what was learned.";
        var command = new Command("train", purpose) { mnist, epochs, file, seed, resume };
        command.SetAction(parsed =>
        {
            using var interrupt = new Interrupt();
            var request = new TrainRequest(
                parsed.GetValue(mnist), parsed.GetValue(epochs), parsed.GetRequiredValue(file), parsed.GetValue(seed) ?? DefaultSeed,
                parsed.GetValue(resume));
            return TrainCommand.Run(screen, request, interrupt.Token);
        });
        return command;
    }

    private static Command DescribeDraw(IAnsiConsole screen)
    {
        var directory = Text<string>("--out", "DIR", "The directory that 0.png to 9.png go to.");
        directory.DefaultValueFactory = _ => ".";
        var seed = WholeNumber("--seed", 0, int.MaxValue, DrawCommand.DefaultSeed, "The same seed draws the same digits.");
        var command = new Command("draw", "Draws the ten digits as PNG files, as the program's own ten were drawn.") { directory, seed };
        command.SetAction(parsed => DrawCommand.Run(screen, parsed.GetRequiredValue(directory), parsed.GetValue(seed) ?? DrawCommand.DefaultSeed));
        return command;
    }

    private static Command DescribeReport(IAnsiConsole screen)
    {
        var file = Text<string>("--out", "FILE", "The HTML file to write.");
        file.DefaultValueFactory = _ => ReportCommand.DefaultFile;
        var image = Text<string?>("--image", "FILE", "The PNG image whose feature maps are shown; otherwise one that the program has drawn.");
        var mnist = Text<string?>("--mnist", "DIR", "The directory of the MNIST files, whose test images are counted; otherwise the program draws its own.");
        var log = Text<string?>("--log", "FILE", "The log of a training run, whose learning curve is shown.");
        var command = new Command("report", "Writes a page about the net: its layers, filters, feature maps, mistakes and learning curve.") { file, image, mnist, log };
        command.SetAction(parsed => ReportCommand.Run(screen, parsed.GetRequiredValue(file), parsed.GetValue(image), parsed.GetValue(mnist), parsed.GetValue(log)));
        return command;
    }
}
