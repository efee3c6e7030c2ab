using System.Globalization;
using System.Text;
using CnnCompiler.Oracle;
using CnnCompiler.Testing;
using CsCheck;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Nets with <c>Precision = Exact</c>, given inputs among which are NaN and infinities: they come out where ONNX Runtime lets them.</summary>
public sealed class ExactTests
{
    private const int NetsOfACase = 12;

    [Fact]
    public void ConvolutionActivationPool_PassesNaNAndInfinityOnAsOnnxRuntimeDoes() => Sample((layers, random) =>
    {
        var net = new NetBuilder(layers.Map(5, 17)).Add(shape => layers.PlainConv2D(shape)).Add(layers.Activation());
        return net.Add(shape => random.OneIn(2) ? layers.MaxPool(shape) : new MaxPool(Math.Min(2, Math.Min(shape.Height, shape.Width)))).Build();
    });

    [Fact]
    public void Winograd_IsLeftOut() => Sample((layers, random) => new NetBuilder(new Input(random.Integer(6, 15), random.Integer(6, 15), 16))
        .Add(new Conv2D(16, 3) { Padding = Padding.Same }).Add(new ReLU()).Add(new Conv2D(32, 3)).Add(new LeakyReLU(0.1f)).Add(new MaxPool(2)).Build());

    [Fact]
    public void LinearLayersBehindOneAnother_StayApart() => Sample((layers, random) =>
        new NetBuilder(layers.Map(4, 9, 4)).Add(new Conv2D(3, 2)).Add(new BatchNorm()).Add(new Conv2D(2, 1)).Add(new Flatten()).Add(layers.Dense(20)).Add(layers.Dense(10)).Build());

    [Fact]
    public void DenseSoftmax_PassesNaNAndInfinityOnAsOnnxRuntimeDoes() => Sample((layers, random) =>
        new NetBuilder(layers.Features(20)).Add(layers.Dense(30)).Add(layers.Activation()).Add(layers.Dense(20)).Add(new Softmax()).Build());

    [Fact]
    public void PoolsAndSoftmaxOfTheInput_PassNaNAndInfinityOnAsOnnxRuntimeDoes() => Sample((layers, random) =>
    {
        var net = new NetBuilder(layers.Map(3, 11, 24));
        if (random.OneIn(3))
            return net.Add(layers.Activation()).Add(shape => random.OneIn(2) ? layers.MaxPool(shape) : layers.MinPool(shape)).Build();
        net.Add(shape => random.OneIn(2) ? layers.AveragePool(shape) : new GlobalAveragePool());
        return (random.OneIn(2) ? net.Add(new Softmax()) : net.Add(layers.Activation())).Build();
    });

    [Fact]
    public void DepthwiseConvolution_PassesNaNAndInfinityOnAsOnnxRuntimeDoes() => Sample((layers, random) =>
        new NetBuilder(layers.Map(3, 11)).Add(shape => layers.Depthwise(shape)).Add(layers.BatchNorm()).Add(new ReLU()).Add(new Conv2D(6, 1)).Build());

    private static void Sample(Func<RandomLayers, RandomValues, Architecture> draw) => Gen.Int.Array[NetsOfACase].Sample(
        seeds => Check([.. seeds.Select(seed =>
        {
            var random = new RandomValues((ulong)seed);
            Architecture net;
            do
                net = draw(new RandomLayers(random), random);
            while (!IsComparable(net));
            return (net, seed);
        })]),
        iter: 1, threads: 1);

    private static void Check(IReadOnlyList<(Architecture Net, int Seed)> nets)
    {
        using var models = NetComparison.Compile(nets, Precision.Exact);
        Assert.All(models.Generated, text => Assert.DoesNotContain("Winograd", text, StringComparison.Ordinal));
        var failures = new StringBuilder();
        for (int index = 0; index < nets.Count; index++)
        {
            var (net, seed) = nets[index];
            using var reference = new OnnxNet(WithoutPool(net), RandomWeights.Of(net, seed));
            var random = new RandomValues((ulong)seed);
            foreach (float strange in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0])
            {
                float[] input = RandomWeights.InputOf(net, seed);
                for (int count = random.Integer(1, 3); count > 0 && strange != 0; count--)
                    input[random.Integer(0, input.Length - 1)] = random.OneIn(6) ? -strange : strange;
                float[] expected = Pool(net, reference.Predict(input));
                float[] actual = models[NetComparison.ClassName(index)].Output(input);
                if (FirstDifference(expected, actual) is { } place)
                    failures.Append(CultureInfo.InvariantCulture, $"Seed {seed}, {strange} in the input: at {place} of {expected.Length} expected {expected[place]}, found {actual[place]}\n")
                        .Append(DeclarationText.Of(net, NetComparison.ClassName(index), null, Precision.Exact)).Append('\n');
            }
        }
        Assert.True(failures.Length == 0, failures.ToString());
    }

    /// <summary>
    /// Whether ONNX Runtime computes what was declared and nothing else: dilated kernels with same padding it is given with zeros between their taps.
    /// </summary>
    private static bool IsComparable(Architecture net) => Enumerable.Range(0, net.Layers.Count).All(index => net.Layers[index] switch
    {
        ConvolutionLayer layer => layer.Padding != Padding.Same || layer.Dilation == 1,
        _ => true,
    });

    private static Architecture WithoutPool(Architecture net) => net.Layers[^1] is MaxPool or MinPool ? new Architecture(net.Input, [.. net.Layers.SkipLast(1)]) : net;

    /// <summary>A largest or smallest value by hand, where a net ends with it: ONNX Runtime keeps or loses a NaN by its place in the row.</summary>
    private static float[] Pool(Architecture net, float[] values)
    {
        if (net.Layers[^1] is not (MaxPool or MinPool))
            return values;
        var pool = (PoolLayer)net.Layers[^1];
        // Both hand NaN on.
        Func<float, float, float> choose = pool is MaxPool ? Math.Max : Math.Min;
        var (input, output) = (net.ShapeBefore(net.Layers.Count - 1), net.OutputShape);
        var (rows, columns) = (pool.Rows(input), pool.Columns(input));
        float[] pooled = new float[output.Length];
        for (int y = 0; y < output.Height; y++)
            for (int x = 0; x < output.Width; x++)
                for (int channel = 0; channel < output.Channels; channel++)
                {
                    var window =
                        from row in Enumerable.Range(y * rows.Stride - rows.PadBefore, rows.Kernel)
                        from column in Enumerable.Range(x * columns.Stride - columns.PadBefore, columns.Kernel)
                        where row >= 0 && row < input.Height && column >= 0 && column < input.Width
                        select values[(row * input.Width + column) * input.Channels + channel];
                    pooled[(y * output.Width + x) * output.Channels + channel] = window.Aggregate(choose);
                }
        return pooled;
    }

    /// <summary>Where one is not a number and the other is, where infinities differ, or finite values lie apart.</summary>
    private static int? FirstDifference(float[] expected, float[] actual)
    {
        float scale = Math.Max(0.1f, expected.Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max());
        for (int index = 0; index < expected.Length; index++)
        {
            bool alike = float.IsFinite(expected[index])
                ? Math.Abs(expected[index] - actual[index]) <= NetComparison.Tolerance * scale
                : expected[index].Equals(actual[index]);
            if (!alike)
                return index;
        }
        return null;
    }
}
