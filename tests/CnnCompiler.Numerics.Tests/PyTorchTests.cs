using CnnCompiler.Oracle;
using CnnCompiler.Testing;
using CnnCompiler.Weights;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Weight files saved from PyTorch give PyTorch's answers; tests/fixtures holds both and the script that made them.</summary>
public sealed class PyTorchTests
{
    private static Architecture Digits => new(
        new Input(28, 28, 1),
        new Conv2D(8, 3), new ReLU(), new MaxPool(2), new Conv2D(16, 3), new ReLU(), new MaxPool(2),
        new Flatten(), new Dense(10), new Softmax());

    private static Architecture Mixed => new(
        new Input(13, 11, 3),
        new Conv2D(8, 3, 5) { PadTop = 1, PadBottom = 1, PadLeft = 2, PadRight = 2, Bias = false }, new BatchNorm(), new LeakyReLU(0.1f),
        new Conv2D(16, 3) { Stride = 2, Pad = 1, Groups = 8 }, new AveragePool(2) { Stride = 1 },
        new Conv2D(12, 3) { Pad = 2, Dilation = 2 }, new Tanh(), new GlobalAveragePool(),
        new Flatten(), new Dense(5), new Sigmoid());

    private static Architecture Sequence => new(
        new Input(50, 4),
        new Conv1D(8, 5) { Pad = 2, Bias = false }, new BatchNorm { Epsilon = 1e-3f }, new LeakyReLU(), new MaxPool(3) { Stride = 2, Pad = 1 },
        new Conv1D(12, 3) { Stride = 2, Dilation = 2 }, new BatchNorm(), new Tanh(), new AveragePool(2),
        new Flatten(), new Dense(6), new Softmax());

    /// <summary>Each block is one module of the sequence, with its layers in <c>body</c> and <c>shortcut</c>.</summary>
    private static Architecture Blocks => new(
        new Input(12, 10, 3),
        new Conv2D(8, 3) { Pad = 1 }, new BatchNorm(), new ReLU(),
        new Residual(), new Conv2D(8, 3) { Pad = 1, Bias = false }, new BatchNorm(), new ReLU(), new Conv2D(8, 3) { Pad = 1, Bias = false }, new BatchNorm(),
        new Add(), new ReLU(),
        new Residual(), new Conv2D(12, 3) { Stride = 2, Pad = 1 }, new BatchNorm(), new ReLU(),
        new Residual(), new Conv2D(12, 1), new Tanh(), new Add(), new Conv2D(12, 3) { Pad = 1 },
        new Shortcut(), new Conv2D(12, 1) { Stride = 2, Bias = false }, new BatchNorm(), new Add(), new ReLU(),
        new GlobalAveragePool(), new Flatten(), new Dense(5), new Softmax());

    [Fact]
    public void SequentialDigits_GivesPyTorchsAnswers() => Compare("sequential_digits", Digits);

    [Fact]
    public void SequentialDigitsInFloat16_GivesPyTorchsAnswers() => Compare("sequential_digits_half", Digits);

    [Fact]
    public void SequentialMixed_GivesPyTorchsAnswers() => Compare("sequential_mixed", Mixed);

    [Fact]
    public void SequentialResidual_GivesPyTorchsAnswers() => Compare("sequential_residual", Blocks);

    [Fact]
    public void SequentialSequence_GivesPyTorchsAnswers() => Compare("sequential_sequence", Sequence);

    private static void Compare(string name, Architecture net)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "fixtures");
        var shape = net.InputShape;
        var answers = WeightFile.Open(File.ReadAllBytes(Path.Combine(folder, name + "_case.safetensors")));
        int cases = (int)answers.Header.Find("input")!.Shape[0];
        float[] inputs = answers.Read("input", shape.Rank == 2 ? [cases, shape.Channels, shape.Width] : [cases, shape.Channels, shape.Height, shape.Width]);
        float[] outputs = answers.Read("output", cases, net.OutputShape.Length);
        string file = name + ".safetensors";
        using var harness = ModelHarness.Compile(
            DeclarationText.Usings + DeclarationText.Of(net, "Net", file),
            new Dictionary<string, byte[]> { [file] = File.ReadAllBytes(Path.Combine(folder, file)) });
        Assert.True(cases > 0);
        for (int index = 0; index < cases; index++)
        {
            var expected = outputs.AsSpan(index * net.OutputShape.Length, net.OutputShape.Length);
            float[] actual = harness["Net"].Output(TensorLayout.ToChannelsLast(shape, inputs.AsSpan(index * shape.Length, shape.Length)));
            double difference = Difference.Relative(expected, actual);
            Assert.True(difference <= NetComparison.Tolerance, $"{name}, input {index}: {difference:E2}, {Difference.Describe(expected, actual)}");
        }
    }
}
