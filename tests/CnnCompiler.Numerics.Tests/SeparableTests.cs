using System.Runtime.CompilerServices;
using CnnCompiler.Inference;
using CnnCompiler.Nets;
using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Depthwise convolutions with a 1x1 convolution behind them, which are computed in strips of rows where the map between them is large.</summary>
public sealed class SeparableTests
{
    [Fact]
    public void DepthwiseThenPointwise_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => Pair(new NetBuilder(layers.Map(1, 23)), layers, random).Build(), batches: 3);

    [Fact]
    public void LargeMaps_InStrips_AgreeWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => Pair(Pair(new NetBuilder(new Input(random.Integer(20, 60), random.Integer(20, 60), random.Pick(8, 16, 20, 32, 48, 64))), layers, random), layers, random).Build(),
        batches: 2);

    [Fact]
    public void WideDepthwise_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(new Input(random.Integer(1, 9), random.Integer(10, 70), random.Pick(4, 8, 16, 24))).Add(shape => layers.Depthwise(shape)).Add(layers.Activation()).Build());

    [Theory]
    [InlineData(nameof(N6a))]
    [InlineData(nameof(KWS))]
    [InlineData(nameof(VWW))]
    public void ReferenceNet_UsesThem(string name) =>
        Assert.Contains(CompiledNet.All.Single(net => net.Name == name).Info.Layers.ToArray(), layer => layer.Kernel.Contains("rows at a time: depthwise", StringComparison.Ordinal));

    [Fact]
    public void Fetch_AnyAddress_ReadsNothing()
    {
        float value = 1;
        foreach (int offset in (int[])[0, 1 << 29, int.MaxValue, int.MinValue])
        {
            CacheLine.Fetch(in value, offset);
            CacheLine.Fetch(in Unsafe.NullRef<float>(), offset);
        }
        Assert.Equal(1, value);
    }

    private static NetBuilder Pair(NetBuilder net, RandomLayers layers, RandomValues random)
    {
        net.Add(shape => layers.Depthwise(shape));
        if (!random.OneIn(3))
            net.Add(new BatchNorm()).Add(layers.Activation());
        net.Add(new Conv2D(random.OneIn(3) ? random.Integer(1, 70) : random.Pick(8, 16, 32, 48, 64), 1) { Bias = !random.OneIn(4), Stride = random.OneIn(6) ? 2 : 1 });
        return random.OneIn(3) ? net : net.Add(layers.Activation());
    }
}
