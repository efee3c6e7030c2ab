using CnnCompiler.Oracle;
using CnnCompiler.Testing;
using CnnCompiler.Training;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Filters whose values stand in the declaration.</summary>
public sealed class FilterTests
{
    /// <summary>A step up from left to right: four dark columns, four bright ones.</summary>
    private static float[] Step { get; } = [.. Enumerable.Range(0, 64).Select(index => index % 8 < 4 ? 0f : 1f)];

    [Fact]
    public void VerticalEdge_IsStrongestOnAStepAcross_AndOppositeOnItsMirrorImage()
    {
        using var models = ModelHarness.Compile(
            "using CnnCompiler;\n[CnnModel, Input(8, 8, 1), Filter(\"vertical edge\", -1, 0, 1, -1, 0, 1, -1, 0, 1)] public sealed partial class Net;",
            new Dictionary<string, byte[]>());
        float[] row = [0, 0, 3, 3, 0, 0];
        Assert.Equal(Enumerable.Repeat(row, 6).SelectMany(values => values), models["Net"].Output(Step));
        float[] mirrored = [.. Step.Chunk(8).SelectMany(line => line.Reverse())];
        Assert.Equal(Enumerable.Repeat(row, 6).SelectMany(values => values).Select(value => -value), models["Net"].Output(mirrored));
    }

    [Theory]
    [InlineData(FilterKind.VerticalEdge, new float[] { -1, 0, 1, -1, 0, 1, -1, 0, 1 })]
    [InlineData(FilterKind.HorizontalEdge, new float[] { -1, -1, -1, 0, 0, 0, 1, 1, 1 })]
    [InlineData(FilterKind.DiagonalEdge, new float[] { 0, 1, 1, -1, 0, 1, -1, -1, 0 })]
    [InlineData(FilterKind.AntidiagonalEdge, new float[] { -1, -1, 0, -1, 0, 1, 0, 1, 1 })]
    [InlineData(FilterKind.Sharpen, new float[] { 0, -1, 0, -1, 5, -1, 0, -1, 0 })]
    [InlineData(FilterKind.Blur, new float[] { 1 / 9f, 1 / 9f, 1 / 9f, 1 / 9f, 1 / 9f, 1 / 9f, 1 / 9f, 1 / 9f, 1 / 9f })]
    [InlineData(FilterKind.Gaussian, new float[] { 1 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 4 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 1 / 16f })]
    [InlineData(FilterKind.SobelVertical, new float[] { -1, 0, 1, -2, 0, 2, -1, 0, 1 })]
    [InlineData(FilterKind.SobelHorizontal, new float[] { -1, -2, -1, 0, 0, 0, 1, 2, 1 })]
    [InlineData(FilterKind.Laplacian, new float[] { 0, 1, 0, 1, -4, 1, 0, 1, 0 })]
    public void ReadyMadeFilter_HasTheTextbooksValues(FilterKind kind, float[] expected)
    {
        var shape = TensorShape.Map(5, 5, 1);
        Assert.Equal(expected, new Filter(kind).Kernel(shape), (one, other) => MathF.Abs(one - other) < 1e-7f);
        Assert.Equal(new Filter(kind).Kernel(shape), new Filter(ByName(kind)).Kernel(shape));

        static string ByName(FilterKind kind) => string.Concat(kind.ToString().Select(letter => char.IsUpper(letter) ? " " + char.ToLowerInvariant(letter) : letter.ToString())).Trim();
    }

    [Fact]
    public void Gaussian_OfFive_HasBinomialWeights() => Assert.Equal(
        new float[] { 1, 4, 6, 4, 1 }.SelectMany(_ => new float[] { 1, 4, 6, 4, 1 }, (down, across) => down * across / 256f),
        new Filter("gaussian") { Size = 5 }.Kernel(TensorShape.Map(9, 9, 1)));

    [Fact]
    public void FixedNet_TrainsNothing_SavesNothing_AndPredictsWhatIsCompiled()
    {
        var net = new Architecture(new Input(9, 9, 2), new Filter(FilterKind.SobelVertical, FilterKind.Blur), new ReLU(), new MinPool(2));
        var network = new Network(net, seed: 1);
        Assert.Empty(network.Parameters);
        using var models = ModelHarness.Compile(net, new Dictionary<string, float[]>());
        float[] input = RandomWeights.InputOf(net, 5);
        float[] trained = new float[net.OutputShape.Length];
        network.Predict(input, trained);
        Assert.True(Difference.Relative(models["Net"].Output(input), trained) <= NetComparison.Tolerance);
        models["Net"].Load(Stream.Null).Predict(input, trained);
        Assert.Equal(models["Net"].Output(input), trained);
    }

    [Fact]
    public void Filters_BesideLearnedLayers_AgreeWithOnnxRuntime() => NetComparison.Check(
        (new Architecture(new Input(20, 20, 3), new Filter(FilterKind.VerticalEdge, FilterKind.HorizontalEdge), new Conv2D(8, 3), new ReLU(), new MaxPool(2),
            new Filter("mixed", [.. Enumerable.Range(0, 8 * 9).Select(index => index % 5 - 2f)]) { AcrossChannels = true }, new Flatten(), new Dense(4)), 3),
        (new Architecture(new Input(30, 2), new Filter(FilterKind.Laplacian, FilterKind.Gaussian), new Conv1D(4, 3), new Filter("lag", 0, 0, 1) { Padding = Padding.Same }), 4),
        (new Architecture(new Input(24, 24, 1), new Filter("blur"), new Filter("blur"), new Filter("laplacian")), 5));

    [Fact]
    public void FiltersInARow_BecomeOneKernel_AndAReLUBetweenThemStopsThat()
    {
        // At stride 2 the merged 5x5 filter costs less than the two: 25 / 4 multiply-adds a pixel against 9 + 9 / 4.
        using var linear = ModelHarness.Compile(new(new Input(28, 28, 1), new Filter("blur"), new Filter("sobel vertical") { Stride = 2 }), new Dictionary<string, float[]>());
        using var rectified = ModelHarness.Compile(
            new(new Input(28, 28, 1), new Filter("blur"), new ReLU(), new Filter("sobel vertical") { Stride = 2 }), new Dictionary<string, float[]>());
        Assert.Equal("part of Filter0", linear["Net"].Info.Layers[1].Kernel);
        Assert.DoesNotContain("part of", rectified["Net"].Info.Layers[2].Kernel, StringComparison.Ordinal);
    }
}
