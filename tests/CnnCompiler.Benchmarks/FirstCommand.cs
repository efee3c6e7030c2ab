using System.CommandLine;
using System.Globalization;
using CnnCompiler.Nets;
using CnnCompiler.Oracle;

namespace CnnCompiler.Benchmarks;

/// <summary>The command that measures first predictions.</summary>
internal static class FirstCommand
{
    public static Command Make()
    {
        var nets = CompareCommand.NetsOption("The nets to load and to run once, separated by commas; all of them by default.");
        var processes = CompareCommand.Number("--processes", "Processes for each net; the medians and quartiles are shown.", 15, 1, 1000);
        var command = new Command("first", "Times the first prediction of a process, with the reading of weights out of memory: milliseconds under the just-in-time compiler.")
        {
            nets, processes,
        };
        command.SetAction(result =>
        {
            string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            try
            {
                foreach (var net in CompareCommand.Chosen(result.GetRequiredValue(nets)))
                {
                    File.WriteAllBytes(file, RandomWeights.ToSafetensors(net.Architecture, RandomWeights.Of(net.Architecture, 1)));
                    var (load, whole) = FirstPrediction.Of(net, file, result.GetValue(processes));
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{net.Name,-16} load {Quantiles.Of(load, 0.5),6:0.0} ms, with the prediction {Quantiles.Of(whole, 0.5),6:0.0} ms (quartiles {Quantiles.Of(whole, 0.25):0.0} to {Quantiles.Of(whole, 0.75):0.0})"));
                }
            }
            finally
            {
                File.Delete(file);
            }
        });
        return command;
    }
}
