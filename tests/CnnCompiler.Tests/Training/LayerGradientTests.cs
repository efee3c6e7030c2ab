using CnnCompiler.Training;

namespace CnnCompiler.Tests.Training;

/// <summary>Every layer's backward pass against finite differences of its forward pass.</summary>
public sealed class LayerGradientTests
{
    private const float Small = 0.02f;

    // Linear layers have no error of the step: the wider it is, the less float32 rounds away.
    private const float Wide = 0.5f;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 10)]
    [InlineData(37, 19)]
    public void Dense_Gradients_MatchFiniteDifferences(int inputs, int units)
    {
        Check(new Input(inputs), new Dense(units), Wide);
        Check(new Input(inputs), new Dense(units) { Bias = false }, Wide, count: 11);
    }

    [Fact]
    public void LargeDense_OnTheWholeBatch_MatchesFiniteDifferences()
    {
        Check(new Input(401), new Dense(170), Wide, count: 7);
    }

    [Fact]
    public void Convolution_OfManyFilters_MatchesFiniteDifferences()
    {
        Check(new Input(5, 7, 3), new Conv2D(33, 3) { Pad = 1 }, Wide);
        Check(new Input(9, 6, 17), new Conv2D(8, 2, 5) { Stride = 2, PadLeft = 3 }, Wide);
    }

    [Fact]
    public void Convolution_WithStrideBeyondItsKernel_LeavesGapsWithoutGradient()
    {
        Check(new Input(9, 8, 2), new Conv2D(3, 2) { Stride = 4 }, Wide);
        Check(new Input(7, 7, 2), new Conv2D(3, 1) { StrideHeight = 3, StrideWidth = 2, Pad = 2 }, Wide);
    }

    [Fact]
    public void PooledConvolution_OfSeparateValues_MatchesFiniteDifferences()
    {
        // A step so small that no other value becomes the largest: float32 rounds a part in a hundred away.
        var net = new Architecture(new Input(5, 6, 2), new Conv2D(4, 3) { Pad = 1 }, new ReLU(), new MaxPool(2), new Flatten(), new Dense(3), new Softmax());
        GradientCheck.Run(net, 21, 1e-3f, 2e-2);
    }

    [Fact]
    public void SameConvolution_WithStride_MatchesFiniteDifferences() =>
        Check(new Input(8, 7, 2), new Conv2D(5, 3) { Padding = Padding.Same, Stride = 2 }, Wide);

    [Fact]
    public void DepthwiseConvolution_MatchesFiniteDifferences()
    {
        Check(new Input(6, 5, 9), new DepthwiseConv2D(3) { Padding = Padding.Same }, Wide);
        Check(new Input(7, 6, 3), new DepthwiseConv2D(3, 2) { Multiplier = 2, Stride = 2, Dilation = 2, Pad = 2 }, Wide);
    }

    [Fact]
    public void SequenceConvolution_MatchesFiniteDifferences()
    {
        Check(new Input(13, 4), new Conv1D(6, 5) { Padding = Padding.Same, Groups = 2 }, Wide);
        Check(new Input(13, 3), new Conv1D(10, 3) { Stride = 3, Dilation = 2, PadLeft = 4 }, Wide);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(4, 3)]
    public void BatchNorm_Gradients_MatchFiniteDifferences(int height, int channels) =>
        GradientCheck.Run(new Architecture(new Input(height, 3, channels), new BatchNorm { Epsilon = 0.01f }), 5, Small, 1e-3, count: 5);

    [Fact]
    public void BatchNorm_OfFeatures_MatchesFiniteDifferences() =>
        GradientCheck.Run(new Architecture(new Input(9), new BatchNorm { Epsilon = 0.01f }), 6, Small, 1e-3, count: 6);

    [Fact]
    public void Rectifiers_Gradients_MatchFiniteDifferences()
    {
        Check(new Input(5, 3, 3), new ReLU(), Small, draw: GradientCheck.AwayFromZero);
        Check(new Input(5, 3, 3), new LeakyReLU(0.2f), Small, draw: GradientCheck.AwayFromZero);
    }

    [Fact]
    public void SmoothActivations_Gradients_MatchFiniteDifferences()
    {
        Check(new Input(19), new Sigmoid(), 0.1f);
        Check(new Input(19), new Tanh(), Small);
        Check(new Input(7), new Softmax(), 0.1f);
        Check(new Input(2, 3, 4), new Softmax(), 0.1f);
    }

    [Fact]
    public void MaxPool_Gradients_MatchFiniteDifferences()
    {
        Check(new Input(7, 6, 9), new MaxPool(2), Small, draw: GradientCheck.Apart);
        Check(new Input(8, 5, 3), new MaxPool(3, 2) { Stride = 2, PadTop = 1, PadRight = 1 }, Small, draw: GradientCheck.Apart);
        Check(new Input(7, 7, 2), new MaxPool(3) { Stride = 1, Padding = Padding.Same }, Small, draw: GradientCheck.Apart);
    }

    [Fact]
    public void MinPool_Gradients_MatchFiniteDifferences()
    {
        Check(new Input(7, 6, 9), new MinPool(2), Small, draw: GradientCheck.Apart);
        Check(new Input(8, 5, 3), new MinPool(3, 2) { Stride = 2, PadTop = 1, PadRight = 1 }, Small, draw: GradientCheck.Apart);
        Check(new Input(9, 2), new MinPool(3) { Stride = 1, Padding = Padding.Same }, Small, draw: GradientCheck.Apart);
    }

    [Fact]
    public void Filter_Gradients_MatchFiniteDifferences()
    {
        Check(new Input(7, 6, 2), new Filter(FilterKind.SobelVertical, FilterKind.Sharpen) { Stride = 2, Padding = Padding.Same }, Wide);
        Check(new Input(6, 7, 3), new Filter("mixed", [.. Enumerable.Range(0, 54).Select(index => index % 7 / 3f - 1)]) { Filters = 2, AcrossChannels = true }, Wide);
        Check(new Input(11, 3), new Filter("rise", -1, 0.5f) { Dilation = 2 }, Wide);
    }

    [Fact]
    public void Filter_BetweenLearnedLayers_LetsTheirGradientsPass() => GradientCheck.Run(
        new Architecture(new Input(8, 8, 1), new Conv2D(3, 3), new Tanh(), new Filter("gaussian"), new Flatten(), new Dense(2), new Softmax()), 4, Small, 1e-3);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AveragePool_Gradients_MatchFiniteDifferences(bool countIncludePad)
    {
        Check(new Input(7, 6, 9), new AveragePool(2) { CountIncludePad = countIncludePad }, Wide);
        Check(new Input(8, 5, 3), new AveragePool(3, 2) { Stride = 2, PadTop = 1, PadRight = 1, CountIncludePad = countIncludePad }, Wide);
        Check(new Input(6, 7, 2), new AveragePool(3) { Stride = 2, Padding = Padding.Same, CountIncludePad = countIncludePad }, Wide);
    }

    [Fact]
    public void GlobalAveragePoolFlattenAndDropout_Gradients_MatchFiniteDifferences()
    {
        Check(new Input(5, 4, 11), new GlobalAveragePool(), Wide);
        Check(new Input(6, 3), new GlobalAveragePool(), Wide);
        Check(new Input(5, 4, 3), new Flatten(), Wide);
        Check(new Input(5, 4, 3), new Dropout(0.4f), Wide);
    }

    [Fact]
    public void WholeNet_Gradients_MatchFiniteDifferences() => GradientCheck.Run(
        new Architecture(
            new Input(9, 8, 2), new Conv2D(6, 3) { Padding = Padding.Same, Stride = 2 }, new BatchNorm(), new Tanh(), new DepthwiseConv2D(3) { Pad = 1 },
            new Sigmoid(), new AveragePool(2), new Flatten(), new Dropout(0.3f), new Dense(7), new Tanh(), new Dense(5), new Softmax()),
        3, Small, 1e-3, count: 4);

    private static void Check(Input input, Layer layer, float step, int count = 3, Func<Random, int, float[]>? draw = null) =>
        GradientCheck.Run(new Architecture(input, layer), seed: 11, step, step == Wide ? 3e-5 : 3e-4, count, draw);
}
