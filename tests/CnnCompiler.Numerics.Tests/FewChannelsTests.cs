using CnnCompiler.Nets;
using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Layers that fill no vector by themselves: several pixels, tiles or inputs share one.</summary>
public sealed class FewChannelsTests
{
    [Fact]
    public void Conv2D_ToFewChannels_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => ToFew(new NetBuilder(new Input(random.Integer(1, 30), random.Integer(4, 30), random.Integer(1, 9))), random).Add(layers.Activation()).Build(), batches: 3);

    [Fact]
    public void Conv2D_ToFewChannels_BehindAnother_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => ToFew(
            ToFew(new NetBuilder(new Input(random.Integer(4, 20), random.Integer(12, 30), 1)), random, 1).Add(layers.Activation()), random, 1).Build(), batches: 2);

    [Fact]
    public void Conv2D_OfFewChannels_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(new Input(random.Integer(7, 40), random.Integer(16, 40), random.Integer(1, 4)))
            .Add(new Conv2D(random.Integer(1, 40), random.Integer(3, 7), random.Integer(1, 7))
            {
                StrideHeight = 1, StrideWidth = random.Integer(1, 2), Pad = random.Integer(0, 2), Bias = !random.OneIn(4),
            })
            .Add(layers.Activation()).Build(),
        batches: 3);

    [Fact]
    public void Conv2D_OfFewChannels_WithPooling_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(new Input(random.Integer(12, 40), random.Integer(16, 40), random.Integer(1, 4)))
            .Add(new Conv2D(random.Integer(1, 40), random.Integer(3, 7)) { Pad = random.Integer(0, 2) }).Add(new ReLU()).Add(new MaxPool(2)).Build(),
        batches: 2);

    [Fact]
    public void Dense_OfManyInputs_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = random.OneIn(3)
                ? new NetBuilder(new Input(random.Integer(20, 1200)))
                : new NetBuilder(new Input(random.Integer(2, 9), random.Integer(2, 9), random.Integer(1, 24))).Add(new ReLU()).Add(new Flatten());
            return net.Add(new Dense(random.Integer(9, 60)) { Bias = !random.OneIn(4) }).Add(layers.Activation()).Add(new Dense(random.Integer(9, 30))).Build();
        },
        batches: 3);

    [Theory]
    [InlineData(nameof(N1), "neighbouring pixels")]
    [InlineData(nameof(N1), "Winograd F(6, 3) from row to row")]
    [InlineData(nameof(N3), "Winograd F(4, 5) from row to row")]
    [InlineData(nameof(N2), "Winograd F(2, 3) from row to row, in registers")]
    [InlineData(nameof(N2), "Winograd F(5x5, 3x3)")]
    [InlineData(nameof(N5), "Winograd F(4, 3) from row to row, in registers")]
    [InlineData(nameof(N2), "dot products")]
    public void ReferenceNet_UsesIt(string name, string kernel) =>
        Assert.Contains(CompiledNet.All.Single(net => net.Name == name).Info.Layers.ToArray(), layer => layer.Kernel.StartsWith(kernel, StringComparison.Ordinal));

    private static NetBuilder ToFew(NetBuilder net, RandomValues random, int largestStride = 3) => net.Add(new Conv2D(random.Integer(1, 4), random.Integer(1, 7), random.Integer(1, 4))
    {
        Padding = Padding.Same, StrideHeight = random.Integer(1, largestStride), StrideWidth = random.Integer(1, largestStride), Dilation = random.Integer(1, 2), Bias = !random.OneIn(4),
    });
}
