using System.Globalization;
using System.Text;
using CnnCompiler.Oracle;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Testing.Models;
using CsCheck;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Compiles random ONNX models, many at a time, and compares each with ONNX Runtime.</summary>
internal static class GraphComparison
{
    private const int BatchLength = 20;

    /// <summary>Draws models and compares each; the failure says the seed.</summary>
    public static void Sample(Func<RandomValues, byte[]> draw, int batches = 2) =>
        Gen.Int.Array[BatchLength].Sample(seeds => Check(draw, seeds), iter: batches, threads: 1);

    private static void Check(Func<RandomValues, byte[]> draw, int[] seeds)
    {
        ModelEntry[] entries = [.. seeds.Select((seed, index) => new ModelEntry(string.Create(CultureInfo.InvariantCulture, $"Graph{index}"), draw(new RandomValues((ulong)seed))))];
        using var batch = ModelBatch.Compile(entries);
        var failures = new StringBuilder();
        for (int index = 0; index < entries.Length; index++)
        {
            var model = batch[entries[index].ClassName].Required;
            var inputs = model.Info.Inputs.ToArray().ToDictionary(info => info.Name, info => RandomInputs.Of(info, seeds[index]), StringComparer.Ordinal);
            var expected = OnnxReference.Run(entries[index].Model, inputs);
            var actual = model.Run(inputs);
            for (int output = 0; output < expected.Count; output++)
                if (OutputDifference.Of(expected[output], actual[output]) is var difference && !(difference.Relative <= NetComparison.Tolerance))
                    failures.Append(CultureInfo.InvariantCulture, $"Seed {seeds[index]}, output {output}: {difference.Text}\n");
        }
        Assert.True(failures.Length == 0, failures.ToString());
    }
}
