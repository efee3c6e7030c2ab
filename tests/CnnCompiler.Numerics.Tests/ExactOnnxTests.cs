using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CnnCompiler.Inference;
using CnnCompiler.Oracle;
using CnnCompiler.Oracle.Models;
using CnnCompiler.Oracle.Onnx;
using CnnCompiler.Testing.Models;
using static CnnCompiler.Numerics.Tests.RandomGraph;

namespace CnnCompiler.Numerics.Tests;

/// <summary>ONNX models with <c>Precision = Exact</c>, given inputs among which are NaN and infinities: they come out where ONNX Runtime lets them.</summary>
public sealed class ExactOnnxTests
{
    private const float SmallestNormal = 1.2e-38f;

    private static readonly (string Type, AttributeProto[] Settings)[] s_functions =
    [
        ("Relu", []), ("LeakyRelu", [Real("alpha", 0.2f)]), ("Sigmoid", []), ("Tanh", []), ("Elu", []), ("Selu", []), ("HardSigmoid", []), ("HardSwish", []), ("Softplus", []),
        ("Softsign", []), ("Abs", []), ("Neg", []), ("Exp", []), ("Sqrt", []), ("Floor", []), ("Ceil", []), ("Softmax", [Integer("axis", 1)]), ("Softmax", [Integer("axis", 3)]),
        ("LogSoftmax", [Integer("axis", 1)]), ("GlobalAveragePool", []),
        ("AveragePool", [Integers("kernel_shape", 3, 3), Integers("strides", 2, 2), Integers("pads", 1, 1, 1, 1)]),
        ("AveragePool", [Integers("kernel_shape", 2, 2), Integers("pads", 0, 0, 1, 1), Integer("count_include_pad", 1), Integer("ceil_mode", 1)]),
        ("LpPool", [Integers("kernel_shape", 2, 2)]), ("ReduceSum", []), ("ReduceMean", [Integers("axes", 2, 3)]), ("Erf", []), ("Reciprocal", []),
    ];

    [Fact]
    public void FunctionsAndPools_PassNaNAndInfinityOnAsOnnxRuntimeDoes() => Check([.. s_functions.SelectMany((function, index) => new[] { 3, 16 }.Select(channels =>
    {
        var random = new RandomValues((ulong)index);
        var graph = new RandomGraph(random, 1, channels, 6, 7);
        var map = random.OneIn(2) ? graph.Input : graph.Apply("Identity", graph.Input);
        return graph.ModelOfAnyShape(graph.Node(function.Type, [map.Name], channels, function.Settings));
    }))]);

    [Fact]
    public void Clip_PassesNaNOn_WithBothBoundsAndWithOne() => Check([.. new[] { (0f, 6f), (-1f, float.PositiveInfinity), (float.NegativeInfinity, 0.5f) }.SelectMany(bounds => new[] { 3, 16 }.Select(channels =>
    {
        var graph = new RandomGraph(new RandomValues(1), 1, channels, 5, 5);
        string low = float.IsInfinity(bounds.Item1) ? "" : graph.Constant([bounds.Item1]), high = float.IsInfinity(bounds.Item2) ? "" : graph.Constant([bounds.Item2]);
        return graph.ModelOfAnyShape(graph.Node("Clip", [graph.Input.Name, low, high], channels));
    }))]);

    [Fact]
    public void LayersAndWhatIsFusedIntoThem_PassNaNAndInfinityOnAsOnnxRuntimeDoes() => Check([.. Enumerable.Range(0, 16).Select(seed =>
    {
        var random = new RandomValues((ulong)seed);
        var graph = new RandomGraph(random, 1, random.Pick(3, 8, 16), random.Integer(5, 9), random.Integer(5, 9));
        var map = graph.Convolution(graph.Input, random.Pick(4, 16, 32), random.Pick(1, 3));
        map = (seed % 4) switch
        {
            0 => graph.Node("ConvTranspose", [map.Name, graph.Constant(random.Bell(map.Channels * 64, 0.2f), map.Channels, 16, 2, 2)], 16, Integers("strides", 2, 2)),
            1 => graph.Add(map, graph.Convolution(graph.Input, map.Channels, 1)),
            2 => graph.Convolution(map, map.Channels, 3, map.Channels),
            _ => graph.Convolution(graph.Apply("Relu", map), 16, 3),
        };
        return graph.ModelOfAnyShape(random.OneIn(2) ? graph.Apply("Relu", map) : graph.Pool("AveragePool", map));
    })]);

    /// <summary>ONNX Runtime keeps or loses a NaN by its place in a window; here the largest of a NaN and a number is NaN wherever it stands.</summary>
    [Fact]
    public void MaxPool_PassesEveryNaNOn()
    {
        foreach (int channels in new[] { 3, 16 })
        {
            var graph = new RandomGraph(new RandomValues(1), 1, channels, 6, 6);
            byte[] model = graph.ModelOfAnyShape(graph.Node("MaxPool", [graph.Apply("Relu", graph.Input).Name], channels, Integers("kernel_shape", 2, 2), Integers("strides", 2, 2)));
            using var batch = Compile([model]);
            var compiled = batch["Exact0"].Required;
            for (int place = 0; place < 4; place++)
            {
                float[] input = [.. Enumerable.Range(0, channels * 36).Select(index => (float)index)];
                int position = place / 2 * 6 + place % 2;
                input[position] = float.NaN;
                var output = Run(compiled, input);
                Assert.True(float.IsNaN(output[0]), $"{channels} channels, NaN at {position}: {output[0]}");
                Assert.Equal(9, output[1]);
            }
        }
    }

    private static void Check(IReadOnlyList<byte[]> models)
    {
        using var batch = Compile(models);
        var failures = new StringBuilder();
        for (int index = 0; index < models.Count; index++)
        {
            var model = batch[Name(index)].Required;
            var info = model.Info.Inputs[0];
            using var reference = new OnnxReference(models[index]);
            foreach (float strange in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0])
            {
                var random = new RandomValues((ulong)index);
                float[] input = random.Bell(info.Length, 1);
                for (int count = strange == 0 ? 0 : 2; count > 0; count--)
                    input[random.Integer(0, input.Length - 1)] = strange;
                var expected = reference.Run(new Dictionary<string, TensorData> { ["x"] = TensorData.Of<float>(TensorElementType.Float32, info.Shape.ToArray(), input) })[0].Values<float>();
                var actual = Run(model, input);
                float scale = SmallestNormal;
                foreach (float value in expected)
                    if (float.IsFinite(value))
                        scale = Math.Max(scale, Math.Abs(value));
                for (int place = 0; place < expected.Length; place++)
                    if (float.IsFinite(expected[place]) ? !(Math.Abs(expected[place] - actual[place]) <= NetComparison.Tolerance * scale) : !expected[place].Equals(actual[place]))
                    {
                        failures.Append(CultureInfo.InvariantCulture, $"Model {index}, {strange} in the input: at {place} of {expected.Length} expected {expected[place]}, found {actual[place]}\n");
                        break;
                    }
            }
        }
        Assert.True(failures.Length == 0, failures.ToString());
    }

    private static ModelBatch Compile(IReadOnlyList<byte[]> models) =>
        ModelBatch.Compile([.. models.Select((model, index) => new ModelEntry(Name(index), model) { Precision = Precision.Exact })]);

    private static float[] Run(TensorModel model, float[] input)
    {
        var info = model.Info.Inputs[0];
        var data = TensorData.Of<float>(TensorElementType.Float32, info.Shape.ToArray(), input);
        return model.Run(new Dictionary<string, TensorData> { [info.Name] = data })[0].Values<float>().ToArray();
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"Exact{index}");

    private static AttributeProto Real(string name, float value) => new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };
}
