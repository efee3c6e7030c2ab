using System.Globalization;
using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Oracle;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Testing.Models;
using static CnnCompiler.Numerics.Tests.RandomGraph;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Convolutional nets as quantisation tools write them: between any two operators values are rounded to 8 bits and made real again.</summary>
public sealed class QuantizedNetTests
{
    /// <summary>
    /// A sum that lies between two whole numbers, by float32's last digit, may be rounded to either: a few values then differ by one step, and what follows by a little
    /// more. Where the computation is wrong it is wrong by more than half the output.
    /// </summary>
    private const double Tolerance = 0.05;

    [Fact]
    public void QuantizedNet_AgreesWithOnnxRuntime()
    {
        for (int seed = 0; seed < 12; seed++)
        {
            var random = new RandomValues((ulong)seed);
            var graph = new RandomGraph(random, 1, random.Pick(1, 3, 16), random.Integer(4, 12), random.Integer(4, 12));
            var map = Rounded(graph, random, graph.Input, relu: false);
            for (int layer = 0; layer < 3; layer++)
            {
                var next = Rounded(graph, random, Convolution(graph, random, map, random.Pick(8, 16, 20)), relu: random.OneIn(2));
                map = next.Channels == map.Channels && random.OneIn(2) ? Rounded(graph, random, graph.Add(map, next), relu: false)
                    : random.OneIn(4) ? Rounded(graph, random, graph.Pool("MaxPool", next), relu: false) : next;
            }
            byte[] model = graph.ModelOfAnyShape(map);
            using var batch = ModelBatch.Compile(new ModelEntry("Quantized", model));
            var compiled = batch["Quantized"].Required;
            var inputs = compiled.Info.Inputs.ToArray().ToDictionary(info => info.Name, info => RandomInputs.Of(info, seed), StringComparer.Ordinal);
            var difference = OutputDifference.Of(OnnxReference.Run(model, inputs)[0], compiled.Run(inputs)[0]);
            Assert.True(difference.Relative <= Tolerance, string.Create(CultureInfo.InvariantCulture, $"Seed {seed}: {difference.Text}"));
        }
    }

    /// <summary>Rounded to 8 bits and back.</summary>
    private static Map Rounded(RandomGraph graph, RandomValues random, Map map, bool relu)
    {
        if (relu)
            map = graph.Apply("Relu", map);
        bool signed = random.OneIn(2);
        string scale = graph.Constant([0.03f]);
        string zero = graph.Constant(new TensorData(signed ? TensorElementType.Int8 : TensorElementType.UInt8, [], [(byte)(relu ? signed ? 128 : 0 : signed ? 4 : 120)]));
        var quantised = graph.Node("QuantizeLinear", [map.Name, scale, zero], map.Channels);
        return graph.Node("DequantizeLinear", [quantised.Name, scale, zero], map.Channels);
    }

    /// <summary>A convolution whose weights are whole numbers of 8 bits with a scale for each filter, and whose bias has 32 bits.</summary>
    private static Map Convolution(RandomGraph graph, RandomValues random, Map input, int filters)
    {
        int taps = input.Channels * 9;
        byte[] weights = [.. Enumerable.Range(0, filters * taps).Select(_ => (byte)random.Integer(0, 255))];
        float[] scales = [.. Enumerable.Range(0, filters).Select(_ => (1 + random.Integer(0, 100) / 100f) / 100 / MathF.Sqrt(taps))];
        int[] bias = [.. Enumerable.Range(0, filters).Select(_ => random.Integer(-500, 500))];
        var kernel = graph.Node(
            "DequantizeLinear", [graph.Constant(new TensorData(TensorElementType.Int8, [filters, input.Channels, 3, 3], weights)), graph.Constant(scales, filters)], filters,
            Integer("axis", 0));
        var summand = graph.Node(
            "DequantizeLinear", [graph.Constant(TensorData.Of<int>(TensorElementType.Int32, [filters], bias)), graph.Constant([.. scales.Select(scale => scale / 4)], filters)],
            filters, Integer("axis", 0));
        return graph.Node("Conv", [input.Name, kernel.Name, summand.Name], filters, Integers("pads", 1, 1, 1, 1));
    }
}
