using System.CommandLine;
using CnnCompiler.Benchmarks;
using CnnCompiler.Nets;

var nets = new Option<string>("--nets")
{
    Description = "The nets to compare, separated by commas; all of them by default.",
    DefaultValueFactory = _ => string.Join(',', CompiledNet.All.Select(net => net.Name)),
};
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
var json = new Option<FileInfo?>("--json") { Description = "A file for the results as JSON." };
var rounds = new Option<int>("--rounds") { Description = "Rounds to measure; the medians are shown.", DefaultValueFactory = _ => 60 };
rounds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 100_000)
        result.AddError("--rounds must lie between 1 and 100000.");
});
nets.Validators.Add(result =>
{
    string[] unknown = [.. Names(result.GetValueOrDefault<string>()!).Except(CompiledNet.All.Select(net => net.Name), StringComparer.OrdinalIgnoreCase)];
    if (unknown.Length > 0)
        result.AddError($"Unknown nets: {string.Join(", ", unknown)}. There are {string.Join(", ", CompiledNet.All.Select(net => net.Name))}.");
});

var compare = new Command("compare", "Times compiled nets and ONNX Runtime in one process, on one pinned thread, in turn.") { nets, models, json, rounds };
compare.SetAction(result =>
{
    FileInfo[] files = result.GetValue(models) ?? [];
    bool withNets = files.Length == 0 || result.GetResult(nets) is { Implicit: false };
    var names = Names(result.GetRequiredValue(nets));
    return Comparison.Run(
        [
            .. CompiledNet.All.Where(net => withNets && names.Contains(net.Name, StringComparer.OrdinalIgnoreCase)).Select(net => (Func<Pairing>)(() => NetPairing.Of(net))),
            .. files.Select(file => (Func<Pairing>)(() => ModelPairing.Of(file))),
        ],
        result.GetValue(rounds), result.GetValue(json));
});

json.Validators.Add(result =>
{
    if (result.GetValueOrDefault<FileInfo?>() is { Directory.Exists: false } file)
        result.AddError($"The folder {file.Directory} of --json does not exist.");
});

var parsed = new RootCommand("Measures what the compiler makes.") { compare, TrainCommand.Make() }.Parse(args);
int code = parsed.Invoke();
return parsed.Errors.Count > 0 ? 2 : code;

static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
