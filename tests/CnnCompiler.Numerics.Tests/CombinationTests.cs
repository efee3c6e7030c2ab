using CnnCompiler.Nets;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Layers behind one another, where the compiler folds, fuses and merges, against ONNX Runtime.</summary>
public sealed class CombinationTests
{
    [Theory]
    [InlineData("N1")]
    [InlineData("N2")]
    [InlineData("N3")]
    public void ReferenceNet_AgreesWithOnnxRuntime(string name) =>
        NetComparison.Check((CompiledNet.All.Single(net => net.Name == name).Architecture, 7));

    [Fact]
    public void WideLayers_AgreeWithOnnxRuntime() => NetComparison.Check(
        (new Architecture(new Input(13, 11, 64), new Conv2D(96, 3) { Padding = Padding.Same }, new ReLU(), new MaxPool(2)), 1),
        (new Architecture(new Input(9, 10, 100), new DepthwiseConv2D(3) { Padding = Padding.Same, Stride = 2 }, new Conv2D(130, 1), new BatchNorm()), 2),
        (new Architecture(new Input(7, 7, 128), new Conv2D(66, 3) { Groups = 2 }, new LeakyReLU(0.1f), new GlobalAveragePool(), new Softmax()), 3),
        (new Architecture(new Input(3_000), new Dense(257), new ReLU(), new Dense(1_000), new Softmax()), 4),
        (new Architecture(new Input(60, 80, 3), new Conv2D(32, 7) { Stride = 2, Pad = 3 }, new ReLU(), new AveragePool(3) { Stride = 2, Pad = 1 }), 5));

    [Fact]
    public void ConvolutionActivationPool_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = new NetBuilder(layers.Map(4, 21)).Add(shape => layers.PlainConv2D(shape)).Add(layers.Activation());
            return net.Add(shape => random.OneIn(2) ? layers.MaxPool(shape) : new MaxPool(Math.Min(2, Math.Min(shape.Height, shape.Width)))).Build();
        },
        batches: 3);

    [Fact]
    public void ConvolutionAveragePool_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = new NetBuilder(layers.Map(4, 15)).Add(shape => layers.PlainConv2D(shape));
            if (random.OneIn(2))
                net.Add(layers.Activation());
            return net.Add(shape => random.OneIn(3) ? new GlobalAveragePool() : layers.AveragePool(shape)).Build();
        });

    [Fact]
    public void BatchNormAfterConvolution_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = new NetBuilder(layers.Map(3, 13)).Add(shape => random.OneIn(3) ? layers.Depthwise(shape) : layers.Conv2D(shape)).Add(layers.BatchNorm());
            return (random.OneIn(3) ? net : net.Add(layers.Activation())).Build();
        });

    [Fact]
    public void BatchNormBeforeConvolution_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) => new NetBuilder(layers.Map(3, 13)).Add(layers.BatchNorm())
            .Add(shape => random.OneIn(3) ? layers.Depthwise(shape) : layers.Conv2D(shape)).Build());

    [Fact]
    public void BatchNormAroundDense_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = new NetBuilder(layers.Features(80));
            if (random.OneIn(2))
                net.Add(layers.BatchNorm());
            return net.Add(layers.Dense(60)).Add(layers.BatchNorm()).Add(layers.Activation()).Add(layers.Dense(20)).Build();
        },
        batches: 1);

    [Fact]
    public void BatchNormBetweenPoolsAndActivations_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = new NetBuilder(layers.Map(5, 13));
            for (int step = 0; step < 4; step++)
                net.Add(shape => random.Integer(0, 3) switch
                {
                    0 => layers.BatchNorm(),
                    1 => layers.Activation(),
                    2 => layers.MaxPool(shape),
                    _ => layers.AveragePool(shape),
                });
            return net.Build();
        });

    [Fact]
    public void LinearConvolutionsInARow_AgreeWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = new NetBuilder(layers.Map(7, 17, mostChannels: 8));
            for (int step = random.Integer(2, 3); step > 0; step--)
                net.Add(shape => random.Integer(0, 4) switch
                {
                    0 => layers.Conv2D(shape),
                    1 => layers.Depthwise(shape),
                    2 => new Conv2D(random.Integer(1, 8), 1),
                    _ => new Conv2D(random.Integer(1, 8), Math.Min(3, shape.Height), Math.Min(3, shape.Width)) { Bias = random.OneIn(2) },
                });
            return net.Build();
        },
        batches: 3);

    [Fact]
    public void SequenceNets_AgreeWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = new NetBuilder(layers.Sequence(12, 40)).Add(shape => layers.Conv1D(shape)).Add(layers.Activation());
            if (random.OneIn(2))
                net.Add(layers.BatchNorm());
            if (random.OneIn(2))
                net.Add(shape => layers.MaxPool(shape));
            return net.Add(shape => layers.Conv1D(shape))
                .Add(shape => random.Integer(0, 2) switch { 0 => new GlobalAveragePool(), 1 => layers.AveragePool(shape), _ => new Dropout() })
                .Add(new Flatten())
                .Add(layers.Dense(20)).Add(new Softmax()).Build();
        });

    [Fact]
    public void SoftmaxOnAMap_AgreesWithOnnxRuntime() => NetComparison.Sample(
        (layers, _) => new NetBuilder(layers.Map(3, 11)).Add(shape => layers.PlainConv2D(shape)).Add(new Softmax()).Build(), batches: 1);

    [Fact]
    public void SeparableConvolutions_AgreeWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = new NetBuilder(layers.Map(6, 17));
            for (int block = 0; block < 2; block++)
                net.Add(shape => layers.Depthwise(shape)).Add(layers.BatchNorm()).Add(new ReLU())
                    .Add(new Conv2D(layers.Channels(), 1) { Bias = false }).Add(layers.BatchNorm()).Add(new ReLU());
            return net.Add(new GlobalAveragePool()).Add(new Flatten()).Add(layers.Dense(20)).Build();
        },
        batches: 1);

    [Fact]
    public void DeepChains_AgreeWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = new NetBuilder(layers.Map(12, 28));
            for (int block = random.Integer(2, 4); block > 0; block--)
            {
                net.Add(shape => random.OneIn(4) ? layers.Depthwise(shape) : layers.PlainConv2D(shape));
                if (random.OneIn(2))
                    net.Add(layers.BatchNorm());
                if (!random.OneIn(4))
                    net.Add(layers.Activation());
                if (random.OneIn(2))
                    net.Add(shape => random.OneIn(4) ? layers.AveragePool(shape) : layers.MaxPool(shape));
            }
            net.Add(new Flatten()).Add(layers.Dense(40)).Add(new ReLU()).Add(new Dropout()).Add(layers.Dense(20));
            return (random.OneIn(2) ? net.Add(new Softmax()) : net).Build();
        },
        batches: 3);
}
