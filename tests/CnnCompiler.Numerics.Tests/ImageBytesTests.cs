using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using CnnCompiler.Oracle;
using CnnCompiler.Testing;
using CsCheck;

namespace CnnCompiler.Numerics.Tests;

/// <summary><c>Predict</c> on the bytes of an image: the same bits as on floats that were scaled by hand.</summary>
public sealed class ImageBytesTests
{
    private const double Tolerance = 1e-6;

    private static readonly float[] ChannelMeans = [0.485f, 0.456f, 0.406f];

    private static readonly float[] ChannelDeviations = [0.229f, 0.224f, 0.225f];

    public static TheoryData<string> Inputs => [.. InputsByName.Keys];

    private static readonly Dictionary<string, Input> InputsByName = new()
    {
        ["gray, unscaled"] = new Input(9, 7, 1),
        ["gray, scaled"] = new Input(9, 7, 1) { Scale = 1f / 255 },
        ["gray, normalised"] = new Input(9, 7, 1) { Scale = 1f / 255, Mean = [0.1307f], StandardDeviation = [0.3081f] },
        ["colour, one mean"] = new Input(8, 11, 3) { Scale = 1f / 127.5f, Mean = [1] },
        ["colour, normalised"] = new Input(8, 11, 3) { Scale = 1f / 255, Mean = ChannelMeans, StandardDeviation = ChannelDeviations },
        ["colour, reversed"] = new Input(8, 11, 3) { Scale = 1f / 255, Mean = ChannelMeans, StandardDeviation = ChannelDeviations, Order = ChannelOrder.Bgr },
        ["four channels, reversed"] = new Input(6, 5, 4) { Scale = 1f / 64, Order = ChannelOrder.Bgr },
    };

    /// <summary>First layers of every kind: what is folded into a padded convolution must not reach the padding.</summary>
    private static readonly Layer[][] FirstLayers =
    [
        [new Conv2D(8, 3), new ReLU(), new MaxPool(2)],
        [new Conv2D(5, 3) { Padding = Padding.Same }, new ReLU()],
        [new Conv2D(4, 5) { Pad = 2, Stride = 2, Bias = false }],
        [new DepthwiseConv2D(3) { Pad = 1 }],
        [new BatchNorm(), new Conv2D(6, 3) { Pad = 1 }],
        [new MaxPool(3) { Pad = 1 }],
        [new AveragePool(3) { Pad = 1, Stride = 2 }],
        [new GlobalAveragePool()],
        [new Flatten(), new Dense(7)],
        [new Tanh()],
        [new Softmax()],
        [new Flatten()],
        [new Dropout()],
    ];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void PredictOnBytes_IsPredictOnScaledFloats(string name)
    {
        var input = InputsByName[name];
        (Architecture, int)[] nets = [.. FirstLayers.Select((layers, index) => (new Architecture(input, layers), index))];
        using var models = NetComparison.Compile(nets);
        Gen.Select(Gen.Byte.Array[2_000], Gen.Int[0, 9]).Sample(
            drawn =>
            {
                var (bytes, gap) = drawn;
                for (int index = 0; index < nets.Length; index++)
                    Compare(models[NetComparison.ClassName(index)], nets[index].Item1, bytes, gap);
            },
            iter: 10, threads: 1);
    }

    [Fact]
    public void PredictOnBytes_OfWrongLengths_Throws()
    {
        var net = new Architecture(new Input(9, 7, 3), new Conv2D(4, 3));
        using var models = NetComparison.Compile([(net, 1)]);
        var model = models[NetComparison.ClassName(0)];
        float[] output = new float[model.OutputLength];
        byte[] pixels = new byte[8 * 30 + 21];
        model.PredictBytes(pixels, 30, output);
        model.PredictBytes(pixels, 21, output);
        Assert.Throws<ArgumentException>(() => model.PredictBytes(pixels.AsSpan(1), 30, output));
        Assert.Throws<ArgumentException>(() => model.PredictBytes(pixels, 20, output));
        Assert.Throws<ArgumentException>(() => model.PredictBytes(pixels, -30, output));
        Assert.Throws<ArgumentException>(() => model.PredictBytes(pixels, int.MaxValue, output));
        Assert.Throws<ArgumentException>(() => model.PredictBytes([], 30, output));
        Assert.Throws<ArgumentException>(() => model.PredictBytes(pixels, 30, output.AsSpan(1)));
    }

    private static void Compare(CompiledModel model, Architecture net, byte[] bytes, int gap)
    {
        var shape = net.InputShape;
        int rowLength = shape.Width * shape.Channels;
        int rowStride = rowLength + gap;
        // The last row ends the span: a kernel that reads past it is outside of what it was given.
        var pixels = bytes.AsSpan(0, rowStride * (shape.Height - 1) + rowLength);
        float[] input = new float[shape.Length];
        for (int row = 0; row < shape.Height; row++)
            for (int column = 0; column < shape.Width; column++)
                for (int channel = 0; channel < shape.Channels; channel++)
                {
                    int from = net.Input.Order == ChannelOrder.Bgr ? shape.Channels - 1 - channel : channel;
                    input[(row * shape.Width + column) * shape.Channels + channel] =
                        Widened(net.Input, pixels[row * rowStride + column * shape.Channels + from], channel);
                }
        float[] expected = model.Output(input);
        float[] actual = new float[expected.Length];
        model.PredictBytes(pixels, rowStride, actual);
        Assert.True(
            expected.AsSpan().SequenceEqual(actual),
            $"{Difference.Describe(expected, actual)}, row stride {rowStride}\n{DeclarationText.Of(net, "Net", null)}");
    }

    /// <summary>What the net should see of a byte: one multiply-add, and what the declaration says to float32's precision.</summary>
    private static float Widened(Input input, byte value, int channel)
    {
        var (factor, summand) = input.ByteScaling(channel);
        float widened = Fma.IsSupported || AdvSimd.IsSupported ? MathF.FusedMultiplyAdd(value, factor, summand) : value * factor + summand;
        float declared = Scaled(input, value, channel);
        Assert.True(Math.Abs(widened - declared) <= Tolerance * (1 + Math.Abs(summand)), $"byte {value} of channel {channel}: declared {declared:R}, found {widened:R}");
        return widened;
    }

    private static float Scaled(Input input, byte value, int channel)
    {
        double mean = input.Mean.Length == 0 ? 0 : input.Mean[input.Mean.Length == 1 ? 0 : channel];
        double deviation = input.StandardDeviation.Length == 0 ? 1 : input.StandardDeviation[input.StandardDeviation.Length == 1 ? 0 : channel];
        return (float)((value * (double)input.Scale - mean) / deviation);
    }
}
