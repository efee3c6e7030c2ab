using System.Diagnostics;

namespace CnnCompiler.Benchmarks;

/// <summary>
/// Narrower vectors for our side alone. The just-in-time compiler decides on them once, when a process starts, so the benchmark starts itself again
/// with a setting of .NET; ONNX Runtime is native code and knows nothing of it.
/// </summary>
internal static class VectorWidth
{
    private static readonly Dictionary<int, (string Variable, string Value)> Settings = new()
    {
        // The machine's own.
        [512] = ("DOTNET_EnableAVX512", "1"),
        [256] = ("DOTNET_EnableAVX512", "0"),
        [128] = ("DOTNET_PreferredVectorBitWidth", "128"),
    };

    public static bool IsKnown(int bits) => Settings.ContainsKey(bits);

    /// <summary>Whether this process was started with the setting.</summary>
    public static bool IsForced(int bits) => Environment.GetEnvironmentVariable(Settings[bits].Variable) == Settings[bits].Value;

    /// <summary>Runs the same command line in a process with the setting.</summary>
    /// <returns>Its exit code.</returns>
    public static int RunAgain(int bits)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown: set the variables of .NET by hand.");
        var start = new ProcessStartInfo(program);
        string[] words = Environment.GetCommandLineArgs();
        // Under "dotnet Program.dll" the first word is an argument of the host.
        bool hosted = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        foreach (string word in hosted ? words : words.Skip(1))
            start.ArgumentList.Add(word);
        start.Environment[Settings[bits].Variable] = Settings[bits].Value;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
