using System.CommandLine;
using System.Globalization;
using CnnCompiler.Nets;

namespace CnnCompiler.Benchmarks;

/// <summary>The command that compares compiled models with ONNX Runtime.</summary>
internal static class CompareCommand
{
    public static Command Make()
    {
        var nets = NetsOption("The nets to compare, separated by commas; all of them by default.");
        var models = new Option<FileInfo[]>("--onnx")
        {
            HelpName = "FILE",
            Description = "ONNX models to compare, instead of the nets unless those are named too.",
            AllowMultipleArgumentsPerToken = true,
        };
        models.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo[]>()?.FirstOrDefault(file => !file.Exists) is { } missing)
                result.AddError($"There is no file {missing}.");
        });
        var rounds = Number("--rounds", "Rounds to measure; the medians are shown.", 60, 1, 100_000);
        var batch = Number("--batch", "Images of one call on either side (of the nets; an ONNX file has its own batch). Times are those of an image.", 1, 1, 4096);
        var threads = Number(
            "--threads", "Threads of one call on either side (of the nets): rows of large layers, or images of a batch. Our one thread is measured beside it.", 1, 1, 256);
        var bits = new Option<int?>("--bits")
        {
            Description = "The widest vectors of our side: 512, 256 or 128. ONNX Runtime keeps what the machine has.",
        };
        bits.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } width && !VectorWidth.IsKnown(width))
                result.AddError("--bits must be 512, 256 or 128.");
        });
        var layers = new Option<bool>("--layers")
        {
            Description = "Instead of comparing nets: each of their layers by itself, with every kernel strategy that fits it.",
        };
        var json = new Option<FileInfo?>("--json") { Description = "A file for the results as JSON." };
        json.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo?>() is { Directory.Exists: false } file)
                result.AddError($"The folder {file.Directory} of --json does not exist.");
        });

        var command = new Command("compare", "Times compiled nets and ONNX Runtime in one process, in turn, on one pinned thread unless more are asked for.")
        {
            nets, models, rounds, batch, threads, bits, layers, json,
        };
        command.SetAction(result =>
        {
            if (result.GetValue(bits) is { } width && !VectorWidth.IsForced(width))
                return VectorWidth.RunAgain(width);
            FileInfo[] files = result.GetValue(models) ?? [];
            bool withNets = files.Length == 0 || result.GetResult(nets) is { Implicit: false };
            CompiledNet[] chosen = withNets ? Chosen(result.GetRequiredValue(nets)) : [];
            var options = new CompareOptions(result.GetValue(rounds), result.GetValue(batch), result.GetValue(threads), result.GetValue(json));
            if (result.GetValue(layers))
                return LayerComparison.Run(chosen, options);
            return Comparison.Run(
                [
                    .. chosen.Select(net => (Func<Pairing>)(() => NetPairing.Of(net, options))),
                    .. files.Select(file => (Func<Pairing>)(() => ModelPairing.Of(file))),
                ],
                options);
        });
        return command;
    }

    /// <summary>The option that names nets.</summary>
    public static Option<string> NetsOption(string description)
    {
        string all = string.Join(',', CompiledNet.All.Select(net => net.Name));
        var nets = new Option<string>("--nets") { Description = description, DefaultValueFactory = _ => all };
        nets.Validators.Add(result =>
        {
            string[] unknown = [.. Names(result.GetValueOrDefault<string>()!).Except(Names(all), StringComparer.OrdinalIgnoreCase)];
            if (unknown.Length > 0)
                result.AddError($"Unknown nets: {string.Join(", ", unknown)}. There are {all}.");
        });
        return nets;
    }

    /// <summary>The nets that the option names.</summary>
    public static CompiledNet[] Chosen(string list) => [.. CompiledNet.All.Where(net => Names(list).Contains(net.Name, StringComparer.OrdinalIgnoreCase))];

    /// <summary>An option that is a number of a range.</summary>
    public static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            int value = result.GetValueOrDefault<int>();
            if (value < least || value > most)
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must lie between {least} and {most}."));
        });
        return option;
    }

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
