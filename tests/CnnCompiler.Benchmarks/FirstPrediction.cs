using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using CnnCompiler.Inference;
using CnnCompiler.Nets;

namespace CnnCompiler.Benchmarks;

/// <summary>What a new process takes for a net's first prediction: mostly the just-in-time compiler's time, so each measurement is a process of its own.</summary>
internal static class FirstPrediction
{
    /// <summary>The word that makes a process measure and print, before it has done anything else.</summary>
    public const string ChildWord = "first-child";

    /// <summary>Loads weights and predicts once.</summary>
    /// <param name="words">The net, the weight file, the lengths of its input and output.</param>
    public static int Measure(string[] words)
    {
        var load = CompiledNet.LoaderOf(words[0]);
        using var file = new MemoryStream(File.ReadAllBytes(words[1]));
        float[] input = new float[int.Parse(words[2], CultureInfo.InvariantCulture)];
        float[] output = new float[int.Parse(words[3], CultureInfo.InvariantCulture)];
        for (int index = 0; index < input.Length; index++)
            input[index] = index % 17 / 17f;
        long start = Stopwatch.GetTimestamp();
        var predictor = load(file);
        long loaded = Stopwatch.GetTimestamp();
        Predict(predictor, input, output);
        long end = Stopwatch.GetTimestamp();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start, loaded).TotalMilliseconds} {Stopwatch.GetElapsedTime(start, end).TotalMilliseconds}"));
        return 0;
    }

    /// <summary>Measures in processes of their own.</summary>
    /// <returns>Milliseconds of loading, and of loading and predicting, of each process.</returns>
    public static (List<double> Load, List<double> Whole) Of(CompiledNet net, string weights, int processes)
    {
        var (load, whole) = (new List<double>(), new List<double>());
        for (int process = 0; process < processes; process++)
        {
            string[] times = Run([ChildWord, net.Name, weights, Word(net.Architecture.InputShape.Length), Word(net.Architecture.OutputShape.Length)]).Split(' ');
            load.Add(double.Parse(times[0], CultureInfo.InvariantCulture));
            whole.Add(double.Parse(times[1], CultureInfo.InvariantCulture));
        }
        return (load, whole);
    }

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Predict(IPredictor predictor, float[] input, float[] output) => predictor.Predict(input, output);

    private static string Run(string[] words)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        // Under "dotnet Program.dll" the first word is an argument of the host.
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (string word in words)
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        string printed = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? printed : throw new InvalidOperationException($"The measuring process of {words[1]} ended with {process.ExitCode}.");
    }
}
