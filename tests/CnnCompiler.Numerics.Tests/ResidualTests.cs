using CnnCompiler.Data;
using CnnCompiler.Nets;
using CnnCompiler.Onnx;
using CnnCompiler.Oracle;
using CnnCompiler.Testing.Models;
using CnnCompiler.Training;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Residual blocks, compiled, against ONNX Runtime.</summary>
public sealed class ResidualTests
{
    [Fact]
    public void ResNet8_AgreesWithOnnxRuntime() => NetComparison.Check((N5.Architecture, 7), (N5.Architecture, 8));

    [Fact]
    public void Summary_OfResNet8_LooksThroughBothSidesOfItsBlocks()
    {
        Assert.Equal(12_501_632, N5.Info.MultiplyAdds);
        var last = Assert.Single(N5.Info.Layers.ToArray(), layer => layer.Name == "7.add");
        Assert.Equal(("8x8x64", "25x25"), (last.OutputShape, last.ReceptiveField));
    }

    /// <summary>The way of a user: declared with attributes, trained, run compiled with the new weights, exported and run elsewhere.</summary>
    [Fact]
    public void ResNet8_TrainsCompilesAndIsExported()
    {
        var shape = N5.Architecture.InputShape;
        var random = new RandomValues(5);
        // Noise with a bright bar across it, in one of ten places.
        int[] labels = [.. Enumerable.Range(0, 60).Select(image => image % 10)];
        float[] images = random.Bell(labels.Length * shape.Length, 0.5f);
        for (int image = 0; image < labels.Length; image++)
            images.AsSpan(image * shape.Length + labels[image] * 3 * shape.Width * shape.Channels, 3 * shape.Width * shape.Channels).Fill(1.5f);

        var network = new Network(N5.Architecture, seed: 1);
        var history = new Trainer(network, new TrainingOptions { Optimizer = new Adam(3e-3f), Epochs = 9, BatchSize = 20, Seed = 1 })
            .Train(new ArrayDataSet(shape, images, labels, 10));
        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss / 2, string.Join(", ", history.Epochs.Select(epoch => epoch.Loss)));

        using var weights = new MemoryStream();
        network.Save(weights);
        weights.Position = 0;
        var compiled = N5.Load(weights);
        using var exported = new MemoryStream();
        OnnxExporter.Write(network, exported);
        for (int image = 0; image < 3; image++)
        {
            float[] input = [.. images.AsSpan(image * shape.Length, shape.Length)];
            float[] output = new float[10];
            compiled.Predict(input, output);
            float[] trained = new float[10];
            network.Predict(input, trained);
            float[] elsewhere = ExportedNet.Run(exported.ToArray(), N5.Architecture, input);
            Assert.True(Difference.Relative(elsewhere, output) <= NetComparison.Tolerance, Difference.Describe(elsewhere, output));
            Assert.True(Difference.Relative(elsewhere, trained) <= NetComparison.Tolerance, Difference.Describe(elsewhere, trained));
        }
    }

    /// <summary>The same blocks as an ONNX model: additions of two maps, which the convolutions take.</summary>
    [Fact]
    public void ImportedResNet8_AgreesWithOnnxRuntime()
    {
        using var exported = new MemoryStream();
        OnnxExporter.Write(new Network(N5.Architecture, seed: 2), exported);
        var report = ModelVerifier.Compare(exported.ToArray(), new VerificationOptions { Tolerance = NetComparison.Tolerance });
        Assert.True(report.Agrees, report.ToString());
    }

    /// <summary>Every kernel that can end a block, with and without bias and activation, on sizes that fill no vector and no tile evenly.</summary>
    [Fact]
    public void BlocksWithoutProjection_AgreeWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = new NetBuilder(layers.Map(5, 17));
            if (!random.OneIn(3))
                net.Add(shape => layers.PlainConv2D(shape)).Add(layers.Activation());
            net.Block(body =>
            {
                var shape = body.Shape;
                if (random.OneIn(2))
                    body.Add(Same(layers.Channels(), random.Pick(1, 3, 3), random)).Add(layers.BatchNorm()).Add(new ReLU());
                body.Add(random.OneIn(4)
                    ? new DepthwiseConv2D(3) { Padding = Padding.Same, Multiplier = 1 }
                    : Same(shape.Channels, random.Pick(1, 3, 3, 5), random));
                if (body.Shape != shape)
                    body.Add(Same(shape.Channels, 1, random));
                if (random.OneIn(3))
                    body.Add(layers.BatchNorm());
                if (random.OneIn(4))
                    body.Add(layers.Activation());
            });
            End(net, layers, random);
            return net.Build();
        },
        batches: 4);

    [Fact]
    public void BlocksWithProjection_AgreeWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = new NetBuilder(layers.Map(5, 17));
            if (random.OneIn(2))
                net.Add(shape => layers.PlainConv2D(shape)).Add(new ReLU());
            int filters = layers.Channels();
            int stride = random.Pick(1, 2, 2, 3);
            net.Block(
                body =>
                {
                    body.Add(Same(layers.Channels(), 3, random, stride)).Add(layers.BatchNorm()).Add(layers.Activation()).Add(Same(filters, 3, random));
                    if (random.OneIn(2))
                        body.Add(layers.BatchNorm());
                },
                side =>
                {
                    side.Add(new Conv2D(filters, 1) { Stride = stride, Bias = random.OneIn(2) });
                    if (random.OneIn(2))
                        side.Add(layers.BatchNorm());
                    if (random.OneIn(4))
                        side.Add(layers.Activation());
                });
            End(net, layers, random);
            return net.Build();
        },
        batches: 3);

    [Fact]
    public void BlocksInBlocks_AgreeWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            var net = new NetBuilder(layers.Map(5, 12, mostChannels: 24));
            Nested(net, layers, random, depth: 3);
            End(net, layers, random);
            return net.Build();
        });

    [Fact]
    public void BlocksOfFeaturesAndSequences_AgreeWithOnnxRuntime() => NetComparison.Sample(
        (layers, random) =>
        {
            if (random.OneIn(2))
            {
                var sequence = new NetBuilder(layers.Sequence(6, 30));
                return sequence.Block(body => body.Add(new Conv1D(body.Shape.Channels, 3) { Padding = Padding.Same }).Add(new ReLU())).Add(layers.Activation()).Build();
            }
            var net = new NetBuilder(layers.Features(40));
            int units = random.Integer(1, 40);
            return net.Block(body => body.Add(new Dense(units)).Add(new ReLU()).Add(new Dense(body.Shape.Channels)).Add(new Dense(units)), side => side.Add(new Dense(units)))
                .Block(body => body.Add(new Dense(units)).Add(new Tanh())).Add(new ReLU()).Build();
        },
        batches: 1);

    private static void Nested(NetBuilder net, RandomLayers layers, RandomValues random, int depth)
    {
        int filters = net.Shape.Channels;
        net.Block(
            body =>
            {
                if (depth > 1)
                {
                    Nested(body, layers, random, depth - 1);
                    // Sums of sums grow; an activation at the end that saturates would then show rounding of values far larger than the outputs.
                    body.Add(new Tanh());
                }
                body.Add(Same(filters, 3, random));
                if (depth > 1 && random.OneIn(2))
                    Nested(body, layers, random, depth - 1);
            },
            random.OneIn(2) ? null : side =>
            {
                side.Add(Same(filters, 1, random));
                if (depth > 1 && random.OneIn(2))
                    Nested(side, layers, random, depth - 1);
            });
    }

    private static void End(NetBuilder net, RandomLayers layers, RandomValues random)
    {
        if (!random.OneIn(3))
            net.Add(layers.Activation());
        if (random.OneIn(3))
            net.Add(shape => layers.MaxPool(shape));
        if (random.OneIn(3))
            net.Add(shape => layers.PlainConv2D(shape));
    }

    private static Conv2D Same(int filters, int kernel, RandomValues random, int stride = 1) =>
        new(filters, kernel) { Padding = Padding.Same, Stride = stride, Bias = !random.OneIn(3) };
}
