using System.Diagnostics;

namespace CnnCompiler.Package.Tests;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    /// <summary>No build or program here needs more than a tenth of it, on a busy machine too.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>What a program did.</summary>
    public sealed record Outcome(int ExitCode, byte[] OutputBytes, string Errors)
    {
        public string Output => System.Text.Encoding.UTF8.GetString(OutputBytes);

        public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>The host that runs this test.</summary>
    public static string Dotnet { get; } = Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Runs a program that must succeed.</summary>
    public static Outcome Run(string program, string folder, params string[] arguments)
    {
        var outcome = Try(program, folder, [], [], arguments);
        Assert.True(outcome.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {outcome.ExitCode}:\n{outcome.Output}\n{outcome.Errors}");
        return outcome;
    }

    /// <summary>Runs a program, whatever it ends with.</summary>
    public static Outcome Try(string program, string folder, (string Name, string Value)[] settings, byte[] input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        // What this test's own build left in the environment would steer the builds it starts.
        foreach (string inherited in new[] { "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly" })
            start.Environment.Remove(inherited);
        // No build server may outlive the test and keep its folder.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading; what it says of that is the outcome.
        }
        if (!Task.WhenAll(reading, errors).Wait(Limit) || !process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Limit}.");
        }
        return new Outcome(process.ExitCode, output.ToArray(), errors.Result);
    }

    /// <summary>Whether a program is on the path.</summary>
    public static bool Exists(string program) => Find(program) is not null;

    /// <summary>Where a program lies on the path, or null.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
