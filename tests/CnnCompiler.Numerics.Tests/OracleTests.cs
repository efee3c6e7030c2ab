using CnnCompiler.Nets;
using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Tests;

/// <summary>The truth itself is checked where it could be misread: numbers here are worked out by hand.</summary>
public sealed class OracleTests
{
    private static readonly float[] Ramp = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    private static readonly Dictionary<string, float[]> NoWeights = [];

    [Theory]
    [InlineData("N1", 11_866)]
    [InlineData("N2", 5_258)]
    [InlineData("N3", 44_426)]
    public void ReferenceNet_LoadsInOnnxRuntimeAndHasItsParameters(string name, long parameters)
    {
        var net = CompiledNet.All.Single(entry => entry.Name == name).Architecture;
        Assert.Equal(parameters, net.Parameters.Sum(parameter => parameter.Length));
        float[] output = OnnxNet.Predict(net, RandomWeights.Of(net, 1), RandomWeights.InputOf(net, 2));
        Assert.Equal(10, output.Length);
        Assert.All(output, value => Assert.True(float.IsFinite(value)));
        Assert.InRange(output.Max(MathF.Abs), 0.01f, 20);
    }

    [Fact]
    public void AveragePool_OfExplicitPadding_DividesByTheWholeWindow()
    {
        var net = new Architecture(new Input(3, 3, 1), new AveragePool(2) { Stride = 2, PadTop = 1, PadLeft = 1 });
        Assert.Equal([1 / 4f, 5 / 4f, 11 / 4f, 28 / 4f], OnnxNet.Predict(net, NoWeights, Ramp));
    }

    [Fact]
    public void AveragePool_WithoutCountIncludePad_DividesByTheValuesInside()
    {
        var net = new Architecture(new Input(3, 3, 1), new AveragePool(2) { Stride = 2, PadTop = 1, PadLeft = 1, CountIncludePad = false });
        Assert.Equal([1f, 5 / 2f, 11 / 2f, 28 / 4f], OnnxNet.Predict(net, NoWeights, Ramp));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AveragePool_OfSamePadding_PutsTheOddPixelBelowAndRight(bool countIncludePad)
    {
        var net = new Architecture(new Input(3, 3, 1), new AveragePool(2) { Padding = Padding.Same, CountIncludePad = countIncludePad });
        float[] expected = countIncludePad ? [12 / 4f, 9 / 4f, 15 / 4f, 9 / 4f] : [12 / 4f, 9 / 2f, 15 / 2f, 9];
        Assert.Equal(expected, OnnxNet.Predict(net, NoWeights, Ramp));
    }

    [Fact]
    public void Conv2D_OfSamePadding_WithStride2OnAnEvenInput_PadsBelowAndRight()
    {
        var net = new Architecture(new Input(2, 2, 1), new Conv2D(1, 3) { Stride = 2, Padding = Padding.Same, Bias = false });
        var weights = new Dictionary<string, float[]> { ["0.weight"] = [1, 10, 100, 1000, 10000, 100000, 0, 0, 0] };
        Assert.Equal([1 + 20 + 3000 + 40000f], OnnxNet.Predict(net, weights, [1, 2, 3, 4]));
    }

    [Fact]
    public void Flatten_TakesChannelsBeforeRowsAndColumns()
    {
        var net = new Architecture(new Input(1, 2, 3), new Flatten());
        Assert.Equal([1, 4, 2, 5, 3, 6], OnnxNet.Predict(net, NoWeights, [1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void Block_AddsWhatCameInToWhatItsLayersMake()
    {
        var weights = new Dictionary<string, float[]> { ["0.body.0.weight"] = [2], ["0.body.0.bias"] = [1], ["1.shortcut.0.weight"] = [-1] };
        Layer[] layers =
        [
            new Residual(), new Dense(1), new Add(), new Residual(), new LeakyReLU(0.5f), new Shortcut(), new Dense(1) { Bias = false }, new Add(),
        ];
        Assert.Equal([4], OnnxNet.Predict(new Architecture(new Input(1), layers), weights, [-3])); // 3x + 1 = -8, then -4 + 8
    }

    [Fact]
    public void BatchNorm_UsesTheRunningStatistics()
    {
        var net = new Architecture(new Input(2), new BatchNorm { Epsilon = 1 });
        var weights = new Dictionary<string, float[]>
        {
            ["0.weight"] = [2, 3], ["0.bias"] = [1, 0], ["0.running_mean"] = [1, 2], ["0.running_var"] = [3, 8],
        };
        Assert.Equal([5, 8], OnnxNet.Predict(net, weights, [5, 10]));
    }

    [Fact]
    public void RandomValues_AreThePublishedSequence() => // SplitMix64 of seed 0: e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f
        Assert.Equal([0xE220A8 / 16777216f, 0x6E789E / 16777216f, 0x06C45D / 16777216f], new RandomValues(0).Between(3, 0, 1));
}
