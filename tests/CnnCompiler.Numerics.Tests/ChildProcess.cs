using System.Diagnostics;
using System.Globalization;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Runs the child program with other settings of the just-in-time compiler.</summary>
internal static class ChildProcess
{
    /// <summary>What the child printed.</summary>
    /// <param name="Path">The vector width it ran with.</param>
    /// <param name="Outputs">The outputs of each net by its name.</param>
    public sealed record Answer(string Path, IReadOnlyDictionary<string, float[]> Outputs);

    /// <summary>Runs the child to its end.</summary>
    /// <param name="settings">Environment variables.</param>
    /// <param name="arguments">The command line.</param>
    public static Answer Run(IEnumerable<KeyValuePair<string, string>> settings, params string[] arguments)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string host = Path.Combine(framework, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "CnnCompiler.Numerics.Child.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The child ended with {process.ExitCode}:\n{errors.Result}");
        var outputs = lines.Skip(1).Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words.Skip(1).Select(Value).ToArray());
        return new Answer(lines[0]["path ".Length..], outputs);
    }

    private static float Value(string bits) => BitConverter.UInt32BitsToSingle(uint.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
