using CnnCompiler.Nets;
using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Convolutions with kernels of 3 to 7 taps, most of which are computed by Winograd's algorithm, over sizes that tiles do and do not divide.</summary>
public sealed class WinogradTests
{
    [Fact]
    public void Conv2D_OfManyChannels_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => With(new NetBuilder(new Input(random.Integer(4, 23), random.Integer(4, 23), Channels(random))), random).Build(), batches: 3);

    [Fact]
    public void TwoConvolutions_WithActivationsAndPooling_AgreeWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => With(
            With(new NetBuilder(new Input(random.Integer(8, 19), random.Integer(8, 19), random.Integer(1, 3))).Add(new Conv2D(Channels(random), 1)), random)
                .Add(layers.Activation()), random).Add(layers.Activation()).Add(new MaxPool(2)).Build(),
        batches: 2);

    [Fact]
    public void Conv2D_OfLargerKernels_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => WithKernel(new NetBuilder(new Input(random.Integer(7, 23), random.Integer(7, 23), random.Integer(2, 24))), random).Build(), batches: 3);

    [Fact]
    public void Conv2D_OfLargerKernels_BehindAnother_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => WithKernel(
            WithKernel(new NetBuilder(new Input(random.Integer(14, 24), random.Integer(14, 24), random.Integer(1, 3))), random).Add(layers.Activation()), random)
                .Add(layers.Activation()).Add(new MaxPool(2)).Build(),
        batches: 2);

    /// <summary>Tiles of five rows and columns cut pooling windows: they are computed in groups of two or four, the last of which may overlap those before.</summary>
    [Fact]
    public void Conv2D_BeforePooling_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var input = new Input(random.Integer(12, 45), random.Integer(12, 45), random.Integer(1, 3));
            return new NetBuilder(input).Add(new Conv2D(random.Integer(5, 24), 1)).Add(new Conv2D(random.Integer(5, 40), random.Integer(3, 6), random.Integer(3, 6)) { Pad = random.Integer(0, 1) })
                .Add(layers.Activation()).Add(new MaxPool(2)).Build();
        },
        batches: 3);

    [Fact]
    public void Conv2D_OfFewChannels_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(new Input(random.Integer(4, 23), random.Integer(4, 23), random.Integer(2, 8)))
            .Add(new Conv2D(random.Integer(5, 24), 3) { Pad = random.Integer(0, 1) }).Add(layers.Activation()).Build(),
        batches: 3);

    [Fact]
    public void Conv2D_OfVeryFewChannels_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(new Input(random.Integer(6, 30), random.Integer(16, 33), random.Integer(1, 3)))
            .Add(new Conv2D(random.OneIn(2) ? random.Integer(5, 8) : random.Integer(9, 40), 3, random.Integer(1, 4))
            {
                Pad = random.Integer(0, 1), StrideWidth = random.Integer(1, 2), Bias = !random.OneIn(4),
            })
            .Add(layers.Activation()).Add(random.OneIn(2) ? new MaxPool(2) : layers.Activation()).Build(),
        batches: 3);

    [Theory]
    [InlineData(nameof(N1))]
    [InlineData(nameof(N2))]
    [InlineData(nameof(N3))]
    [InlineData(nameof(N4))]
    [InlineData(nameof(N6c))]
    [InlineData(nameof(RobotLower))]
    public void ReferenceNet_UsesIt(string name) =>
        Assert.Contains(CompiledNet.All.Single(net => net.Name == name).Info.Layers.ToArray(), layer => layer.Kernel.StartsWith("Winograd", StringComparison.Ordinal));

    private static NetBuilder With(NetBuilder net, RandomValues random) =>
        net.Add(new Conv2D(Channels(random), 3) { Pad = random.Integer(0, 1), Bias = !random.OneIn(4) });

    private static NetBuilder WithKernel(NetBuilder net, RandomValues random)
    {
        var (rows, columns) = (random.Integer(3, 7), random.OneIn(2) ? 0 : random.Integer(3, 7));
        return net.Add(new Conv2D(random.Integer(5, 32), rows, columns == 0 ? rows : columns) { Pad = random.Integer(0, 2), Bias = !random.OneIn(4) });
    }

    private static int Channels(RandomValues random) => random.OneIn(2) ? random.Integer(5, 64) : random.Pick(8, 16, 32, 48, 64);
}
