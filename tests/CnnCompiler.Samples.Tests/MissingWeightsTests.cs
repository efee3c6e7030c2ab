using System.Diagnostics;

namespace CnnCompiler.Samples.Tests;

/// <summary>The sample before its first training: it builds, says what is missing, and can train.</summary>
public sealed class MissingWeightsTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("digits");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Build_WithoutTheWeightFile_WarnsAndRunsAndTrains()
    {
        string project = Path.Combine(Repository.Folder, "samples", "Digits", "Digits.csproj");
        // No build server may keep files of the temporary folder open, or the flags of the run that started it.
        // The analyzers, half of the build's time, have been over these files already.
        var build = Run("dotnet", "build", project, "-p:DigitsWeights=absent.safetensors", "--artifacts-path", _directory.FullName,
            "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false");
        Assert.True(build.Code == 0, build.Output + build.Error);
        Assert.Contains("warning CNN0101", build.Output);

        string program = Directory.EnumerateFiles(Path.Combine(_directory.FullName, "bin", "Digits"), "Digits.dll", SearchOption.AllDirectories).Single();
        var show = Run("dotnet", program);
        Assert.Equal((2, ""), (show.Code, show.Output));
        Assert.Contains("digits.safetensors", show.Error);
        Assert.Contains("train --out samples/Digits/digits.safetensors", show.Error);

        var train = Run("dotnet", program, "train", "--epochs", "1", "--out", Path.Combine(_directory.FullName, "trained.safetensors"));
        Assert.Equal((0, ""), (train.Code, train.Error));
        Assert.Contains("accuracy: 0.9", train.Output);
    }

    private static (int Code, string Output, string Error) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What the running test host was started with is not meant for a build of its own.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
