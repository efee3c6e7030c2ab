using CnnCompiler.Data;
using CnnCompiler.Training;

namespace CnnCompiler.Tests.Training;

/// <summary>Residual blocks in training: the gradients that come back over both of their sides, against finite differences.</summary>
public sealed class ResidualTests
{
    private const float Small = 0.02f;

    // Linear layers have no error of the step: the wider it is, the less float32 rounds away.
    private const float Wide = 0.5f;

    [Fact]
    public void BlockWithoutProjection_MatchesFiniteDifferences()
    {
        Check(new Input(7), Wide, new Residual(), new Dense(7), new Add());
        Check(new Input(5, 6, 3), Wide, new Conv2D(4, 1), new Residual(), new Conv2D(4, 3) { Padding = Padding.Same }, new Add(), new Conv2D(2, 1));
    }

    [Fact]
    public void BlockWithProjection_MatchesFiniteDifferences() => Check(
        new Input(7, 6, 3), Wide,
        new Conv2D(4, 3), new Residual(), new Conv2D(5, 3) { Padding = Padding.Same, Stride = 2 },
        new Shortcut(), new Conv2D(5, 1) { Stride = 2, Bias = false }, new Add(), new Conv2D(2, 2));

    [Fact]
    public void BlocksInBlocks_MatchFiniteDifferences() => Check(
        new Input(4, 5, 3), Wide,
        new Residual(), new Residual(), new Conv2D(3, 1), new Add(), new Conv2D(2, 1),
        new Shortcut(), new Conv2D(2, 1), new Residual(), new Conv2D(2, 3) { Padding = Padding.Same }, new Shortcut(), new Conv2D(2, 1), new Add(), new Add());

    /// <summary>Only one of the sides has something to learn, so that the pass back ends within the block.</summary>
    [Fact]
    public void BlockThatLearnsOnOneSide_MatchesFiniteDifferences()
    {
        Check(new Input(4, 5, 3), Small, new Residual(), new Tanh(), new Shortcut(), new Conv2D(3, 1), new Add());
        Check(new Input(4, 5, 3), Small, new Residual(), new Conv2D(3, 1), new Shortcut(), new Tanh(), new Add());
        Check(new Input(6), Small, new Residual(), new Tanh(), new Add(), new Residual(), new Sigmoid(), new Add(), new Dense(2));
    }

    /// <summary>Batch normalisation makes the slices of a batch wait for each other in the middle of a side.</summary>
    [Fact]
    public void NormalisationDropoutAndPoolsInBlocks_MatchFiniteDifferences() => GradientCheck.Run(
        new Architecture(
            new Input(8, 7, 2), new Conv2D(4, 3) { Padding = Padding.Same }, new BatchNorm { Epsilon = 0.01f }, new Tanh(),
            new Residual(), new Conv2D(4, 3) { Padding = Padding.Same }, new BatchNorm { Epsilon = 0.01f }, new Tanh(), new Dropout(0.3f),
            new Conv2D(4, 3) { Padding = Padding.Same }, new BatchNorm { Epsilon = 0.01f }, new Add(), new Sigmoid(),
            new Residual(), new Conv2D(6, 3) { Padding = Padding.Same, Stride = 2 }, new BatchNorm { Epsilon = 0.01f }, new Tanh(),
            new Shortcut(), new AveragePool(2) { Padding = Padding.Same }, new Conv2D(6, 1), new BatchNorm { Epsilon = 0.01f }, new Dropout(0.2f),
            new Add(), new Tanh(), new GlobalAveragePool(), new Flatten(), new Dense(5), new Softmax()),
        3, Small, 1e-3, count: 5);

    [Fact]
    public void PooledConvolutionInABlock_MatchesFiniteDifferences() => GradientCheck.Run(
        new Architecture(
            new Input(6, 6, 2), new Residual(), new Conv2D(4, 3) { Pad = 1 }, new ReLU(), new MaxPool(2),
            new Shortcut(), new Conv2D(4, 1) { Stride = 2 }, new Add(), new Flatten(), new Dense(3), new Softmax()),
        21, 1e-3f, 2e-2);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Training_WithAnyNumberOfThreads_GivesTheSameBits(int threads)
    {
        var net = new Architecture(
            new Input(8, 8, 2), new Conv2D(6, 3) { Pad = 1 }, new ReLU(),
            new Residual(), new Conv2D(6, 3) { Pad = 1 }, new BatchNorm(), new ReLU(), new Dropout(0.2f), new Conv2D(6, 3) { Pad = 1 }, new BatchNorm(), new Add(),
            new ReLU(), new Residual(), new Conv2D(9, 3) { Pad = 1 }, new ReLU(), new MaxPool(2), new Shortcut(), new Conv2D(9, 1) { Stride = 2 }, new BatchNorm(),
            new Add(), new GlobalAveragePool(), new Flatten(), new Dense(3), new Softmax());
        var random = new Random(4);
        float[] images = GradientCheck.Uniform(random, 150 * net.InputShape.Length);
        int[] labels = [.. Enumerable.Range(0, 150).Select(_ => random.Next(3))];

        byte[] Train(int team)
        {
            var network = new Network(net, seed: 2);
            new Trainer(network, new TrainingOptions { Epochs = 2, BatchSize = 27, Threads = team }).Train(new ArrayDataSet(net.InputShape, images, labels, 3));
            using var stream = new MemoryStream();
            network.Save(stream);
            return stream.ToArray();
        }

        Assert.Equal(Train(1), Train(threads));
    }

    private static void Check(Input input, float step, params Layer[] layers) =>
        GradientCheck.Run(new Architecture(input, layers), seed: 11, step, step == Wide ? 3e-5 : 3e-4);
}
