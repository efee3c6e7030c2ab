using CnnCompiler.Training;
using CnnCompiler.Weights;

namespace CnnCompiler.Tests.Training;

/// <summary>Steps that PyTorch made (tests/fixtures/make_training_fixture.py), made again; and answers of nets it saved.</summary>
public sealed class PyTorchTrainingTests
{
    private const int Steps = 6;
    private const int BatchSize = 7;

    private static readonly Architecture Net = new(
        new Input(11, 9, 2),
        new Conv2D(6, 3) { Stride = 2, Pad = 1, Groups = 2, Bias = false }, new BatchNorm(), new LeakyReLU(0.1f),
        new Conv2D(5, 2, 3) { PadTop = 1, PadBottom = 1, PadLeft = 2, PadRight = 2, Dilation = 2 }, new Tanh(),
        new AveragePool(2) { Stride = 1, Pad = 1, CountIncludePad = false }, new MaxPool(3) { Stride = 2, Pad = 1 },
        new Flatten(), new Dense(8), new Sigmoid(), new Dense(4));

    public static TheoryData<string> Runs => ["sgd", "momentum", "adam", "nesterov", "adam_decay", "adamw", "rmsprop", "rmsprop_momentum", "clipped"];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Steps_GiveTheLossesAndParametersOfPyTorch(string run)
    {
        Optimizer optimizer = run switch
        {
            "sgd" => new Sgd(0.05f),
            "momentum" => new Sgd(0.05f, 0.9f),
            "adam" => new Adam(0.01f, 0.8f, 0.95f, 1e-6f),
            "nesterov" => new Sgd(0.05f, 0.9f, nesterov: true) { WeightDecay = 0.02f },
            "adam_decay" => new Adam(0.01f, epsilon: 1e-4f) { WeightDecay = 0.05f },
            "adamw" => new AdamW(0.01f, epsilon: 1e-4f) { WeightDecay = 0.1f },
            "rmsprop" => new RmsProp(0.003f, 0.9f, epsilon: 1e-3f),
            "rmsprop_momentum" => new RmsProp(0.002f, 0.9f, 0.8f, 1e-3f) { WeightDecay = 0.02f },
            _ => new Sgd(0.2f),
        };
        var file = Open($"training_{run}");
        var network = new Network(Net, seed: 1);
        foreach (var parameter in network.Parameters)
            parameter.SetValues(file.Read($"start.{parameter.Name}", [.. parameter.Shape]));
        float[] inputs = ToChannelsLast(file.Read("inputs", Steps * BatchSize, 2, 11, 9), Net.InputShape);
        float[] labels = file.Read("labels", Steps, BatchSize);
        float[] losses = file.Read("losses", Steps);
        var objective = run == "clipped" ? Loss.SmoothedCrossEntropy(0.15f) : Loss.SoftmaxCrossEntropy;
        int layers = network.LayersFor(objective);
        int length = BatchSize * Net.InputShape.Length;
        for (int step = 0; step < Steps; step++)
        {
            inputs.AsSpan(step * length, length).CopyTo(network.InputBatch(BatchSize));
            var scores = network.Forward(BatchSize, layers, new(Training: true));
            double loss = objective.Evaluate(
                scores, Net.OutputShape, labels.AsSpan(step * BatchSize, BatchSize), BatchSize, network.OutputGradients(BatchSize, layers));
            Assert.Equal(losses[step], loss, 2e-6);
            network.Backward(BatchSize, layers);
            if (run == "clipped")
                Assert.True(GradientNorm.Clip(network.Parameters, 0.05f) > 0.05);
            optimizer.Step(network.Parameters);
        }
        foreach (var parameter in network.Parameters)
            AssertClose(file.Read($"end.{parameter.Name}", [.. parameter.Shape]), parameter.Values, 2e-5, $"{run} {parameter.Name}");
        float[] answers = new float[BatchSize * 4];
        network.Predict(inputs.AsSpan(0, length), answers, BatchSize);
        AssertClose(file.Read("scores", BatchSize, 4), answers, 2e-5, $"{run} scores");
    }

    [Fact]
    public void Predict_WithPyTorchsDigits_GivesItsAnswers() => CheckCase(
        "sequential_digits",
        new Architecture(
            new Input(28, 28, 1), new Conv2D(8, 3), new ReLU(), new MaxPool(2), new Conv2D(16, 3), new ReLU(), new MaxPool(2),
            new Flatten(), new Dense(10), new Softmax()),
        [3, 1, 28, 28]);

    [Fact]
    public void Predict_WithPyTorchsMixedNet_GivesItsAnswers() => CheckCase(
        "sequential_mixed",
        new Architecture(
            new Input(13, 11, 3), new Conv2D(8, 3, 5) { PadTop = 1, PadBottom = 1, PadLeft = 2, PadRight = 2, Bias = false }, new BatchNorm(),
            new LeakyReLU(0.1f), new Conv2D(16, 3) { Stride = 2, Pad = 1, Groups = 8 }, new AveragePool(2) { Stride = 1 },
            new Conv2D(12, 3) { Pad = 2, Dilation = 2 }, new Tanh(), new GlobalAveragePool(), new Flatten(), new Dense(5), new Sigmoid()),
        [3, 3, 13, 11]);

    private static void CheckCase(string name, Architecture architecture, int[] shape)
    {
        var network = new Network(architecture);
        network.Load(Path(name));
        var file = Open($"{name}_case");
        float[] outputs = new float[3 * architecture.OutputShape.Length];
        network.Predict(ToChannelsLast(file.Read("input", shape), architecture.InputShape), outputs, 3);
        AssertClose(file.Read("output", 3, architecture.OutputShape.Length), outputs, 3e-6, name);
    }

    private static void AssertClose(float[] expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        for (int index = 0; index < expected.Length; index++)
            Assert.True(
                Math.Abs(expected[index] - actual[index]) <= tolerance,
                FormattableString.Invariant($"{what}[{index}]: expected {expected[index]:R}, found {actual[index]:R}."));
    }

    private static float[] ToChannelsLast(float[] values, TensorShape shape)
    {
        int pixels = shape.Height * shape.Width;
        float[] result = new float[values.Length];
        for (int index = 0; index < values.Length; index++)
        {
            var (image, rest) = Math.DivRem(index, shape.Length);
            var (channel, pixel) = Math.DivRem(rest, pixels);
            result[image * shape.Length + pixel * shape.Channels + channel] = values[index];
        }
        return result;
    }

    private static WeightFile Open(string name)
    {
        using var stream = File.OpenRead(Path(name));
        return WeightFile.Open(stream, name);
    }

    private static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "fixtures", $"{name}.safetensors");
}
