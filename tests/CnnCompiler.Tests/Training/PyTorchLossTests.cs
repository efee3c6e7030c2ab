using CnnCompiler.Training;
using CnnCompiler.Weights;

namespace CnnCompiler.Tests.Training;

/// <summary>Losses and gradients that PyTorch computed (tests/fixtures/make_loss_fixture.py).</summary>
public sealed class PyTorchLossTests
{
    private const int Count = 6;
    private const int Classes = 5;

    private static readonly float[] s_weights = [0.5f, 2, 0, 1.25f, 3];

    public static TheoryData<string> Cases =>
        ["cross_entropy", "cross_entropy_far", "smoothed", "weighted", "pixels", "pixels_weighted", "binary", "binary_far", "squares"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_AndItsGradients_AreThoseOfPyTorch(string name)
    {
        var loss = name switch
        {
            "smoothed" => Loss.SmoothedCrossEntropy(0.1f),
            "weighted" or "pixels_weighted" => Loss.WeightedCrossEntropy(s_weights),
            "binary" or "binary_far" => Loss.BinaryCrossEntropy,
            "squares" => Loss.MeanSquaredError,
            _ => Loss.SoftmaxCrossEntropy,
        };
        bool isMap = name.StartsWith("pixels", StringComparison.Ordinal);
        var shape = isMap ? TensorShape.Map(3, 4, Classes) : TensorShape.Features(Classes);
        int[] axes = isMap ? [Count, Classes, 3, 4] : [Count, Classes];
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "fixtures", "training_losses.safetensors"));
        var file = WeightFile.Open(stream, "training_losses");
        float[] outputs = PixelsFirst(file.Read($"{name}.outputs", axes), shape);
        float[] expected = PixelsFirst(file.Read($"{name}.gradients", axes), shape);
        float[] targets = loss.IsClassification
            ? file.Read($"{name}.targets", isMap ? [Count, 3, 4] : [Count])
            : file.Read($"{name}.targets", axes);
        float[] gradients = new float[outputs.Length];
        double value = loss.Evaluate(outputs, shape, targets, Count, gradients);
        float known = file.Read($"{name}.loss", 1)[0];
        Assert.Equal(known, value, 1e-6 * Math.Max(1, known));
        for (int index = 0; index < expected.Length; index++)
            Assert.True(
                Math.Abs(expected[index] - gradients[index]) <= 1e-7f + 1e-6f * Math.Abs(expected[index]),
                FormattableString.Invariant($"{name}[{index}]: expected {expected[index]:R}, found {gradients[index]:R}."));
        Assert.Contains(expected, gradient => gradient != 0);
    }

    private static float[] PixelsFirst(float[] values, TensorShape shape)
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
}
