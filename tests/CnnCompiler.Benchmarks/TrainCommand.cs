using System.CommandLine;
using System.CommandLine.Parsing;

namespace CnnCompiler.Benchmarks;

/// <summary>The command that measures training.</summary>
internal static class TrainCommand
{
    public static Command Make()
    {
        var nets = new Option<string>("--nets")
        {
            Description = "The nets to train, separated by commas; all of them by default.",
            DefaultValueFactory = _ => string.Join(',', TrainingNets.All.Keys),
        };
        nets.Validators.Add(result =>
        {
            string[] unknown = [.. Names(result.GetValueOrDefault<string>()!).Except(TrainingNets.All.Keys, StringComparer.OrdinalIgnoreCase)];
            if (unknown.Length > 0)
                result.AddError($"Unknown nets: {string.Join(", ", unknown)}. There are {string.Join(", ", TrainingNets.All.Keys)}.");
        });
        var mnist = new Option<DirectoryInfo>("--mnist") { Description = "The folder with the four MNIST files, gzipped or not.", Required = true };
        var epochs = Number("--epochs", "Epochs for each net.", 5, 1, 1000);
        var threads = Number("--threads", "The number of threads; all processors by default.", Environment.ProcessorCount, 1, 1024);
        var images = Number("--images", "Use only the first training images.", 60_000, 1, 60_000);
        var seed = Number("--seed", "What weights, order and dropout depend on.", 0, int.MinValue, int.MaxValue);
        var recipe = new Option<string>("--recipe") { Description = $"How it is trained: {string.Join(" or ", TrainingRecipe.All.Keys)}.", DefaultValueFactory = _ => "plain" };
        recipe.AcceptOnlyFromAmong([.. TrainingRecipe.All.Keys]);
        var json = new Option<FileInfo?>("--json") { Description = "A file for the results as JSON." };
        var command = new Command("train", "Trains nets on MNIST with batches of 64 and Adam, and shows speed and test accuracy of every epoch.")
        {
            nets, mnist, epochs, threads, images, seed, recipe, json,
        };
        command.SetAction(result => TrainingRun.Run(
            Names(result.GetRequiredValue(nets)), result.GetRequiredValue(mnist), result.GetValue(epochs), result.GetValue(threads),
            result.GetValue(images), result.GetValue(seed), TrainingRecipe.All[result.GetRequiredValue(recipe)], result.GetValue(json)));
        return command;
    }

    private static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result => Check(result, name, least, most));
        return option;
    }

    private static void Check(OptionResult result, string name, int least, int most)
    {
        int value = result.GetValueOrDefault<int>();
        if (value < least || value > most)
            result.AddError(FormattableString.Invariant($"{name} must lie between {least} and {most}."));
    }

    private static string[] Names(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => name.ToUpperInvariant())];
}
