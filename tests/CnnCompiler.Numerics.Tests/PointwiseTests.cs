using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Tests;

/// <summary>1x1 convolutions of few and many channels, over runs of pixels with and without a border between the rows, with strides.</summary>
public sealed class PointwiseTests
{
    [Fact]
    public void Conv2D_Of1x1_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(new Input(random.Integer(1, 17), random.Integer(1, 17), Channels(random)))
            .Add(new Conv2D(Channels(random), 1) { Bias = !random.OneIn(4), StrideHeight = random.Pick(1, 1, 2), StrideWidth = random.Pick(1, 1, 2) })
            .Add(layers.Activation()).Add(new Conv2D(Channels(random), 3) { Padding = Padding.Same, Stride = random.Pick(1, 2) }).Build());

    private static int Channels(RandomValues random) => random.OneIn(2) ? random.Integer(1, 200) : random.Pick(3, 8, 16, 32, 64, 96, 256);
}
