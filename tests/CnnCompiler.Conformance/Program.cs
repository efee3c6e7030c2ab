using System.CommandLine;
using CnnCompiler.Conformance;
using CnnCompiler.Conformance.Workers;

if (args is [Worker.Command])
    return Worker.Run(Console.In, Console.Out);

var directories = new Argument<string[]>("dir")
{
    Arity = ArgumentArity.ZeroOrMore,
    Description = "Folders with test_* folders of the ONNX standard's suite, at any depth.",
};
var models = new Option<string[]>("--models")
{
    HelpName = "FILE",
    Description = "Whole models to compare with ONNX Runtime on seeded random inputs.",
    AllowMultipleArgumentsPerToken = true,
};
var root = new RootCommand("Compiles ONNX models, runs them and compares the outputs.") { directories, models };
root.SetAction(parsed =>
{
    string[] folders = parsed.GetValue(directories) ?? [];
    string[] files = parsed.GetValue(models) ?? [];
    string? missing = folders.FirstOrDefault(folder => !Directory.Exists(folder)) ?? files.FirstOrDefault(file => !File.Exists(file));
    if (missing is not null || folders.Length + files.Length == 0)
    {
        Console.Error.WriteLine(missing is null ? "Give folders with test_* folders, or --models with files." : $"{missing} does not exist.");
        return 2;
    }
    var subjects = Subjects.In(folders).Concat(files.Select(Subjects.OfModel)).ToArray();
    if (subjects.Length == 0)
    {
        Console.Error.WriteLine($"No test_* folder with a model.onnx lies in {string.Join(", ", folders)}.");
        return 2;
    }
    var report = WorkerPool.Run(subjects, Console.Out);
    return report.Failed == 0 ? 0 : 1;
});
return root.Parse(args).Invoke();
