using System.Globalization;
using CnnCompiler.Inference;
using CnnCompiler.Nets;
using CnnCompiler.Oracle;
using CnnCompiler.Oracle.Models;

namespace CnnCompiler.Benchmarks;

/// <summary>Pairs a declared net with the same net in ONNX Runtime, given the same weights and input.</summary>
internal static class NetPairing
{
    public static Pairing Of(CompiledNet net)
    {
        var weights = RandomWeights.Of(net.Architecture, 1);
        float[] input = RandomWeights.InputOf(net.Architecture, 1);
        using var file = new MemoryStream(RandomWeights.ToSafetensors(net.Architecture, weights));
        var predictor = net.Load(file);
        float[] output = new float[predictor.OutputLength];
        var workspace = new Workspace(checked((int)net.Info.ScratchBytes));
        var (inputShape, outputShape) = (net.Architecture.InputShape, net.Architecture.OutputShape);
        var theirInput = TensorData.Of<float>(TensorElementType.Float32, AxesOf(inputShape), TensorLayout.ToChannelsFirst(inputShape, input));
        var reference = new BoundSession(
            OnnxModelWriter.Write(net.Architecture, weights),
            new Dictionary<string, TensorData> { [OnnxModelWriter.InputName] = theirInput },
            [new TensorInfo(OnnxModelWriter.OutputName, TensorElementType.Float32, AxesOf(outputShape))]);
        predictor.Predict(input, output, workspace);
        reference.Run();
        float[] expected = TensorLayout.ToChannelsLast(outputShape, reference.Outputs()[0].Values<float>());
        return new Pairing(
            net.Name, net.Info.MultiplyAdds, Layout(inputShape), () => predictor.Predict(input, output, workspace), reference.Run,
            Difference.Relative(expected, output), reference);
    }

    /// <summary>Our inputs have their channels last, those of ONNX Runtime first; with one channel that is the same.</summary>
    private static string Layout(TensorShape shape) => shape.Channels == 1 || shape.Width * shape.Height == 1
        ? shape.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{shape.Height}x{shape.Width}x{shape.Channels} / {shape.Channels}x{shape.Height}x{shape.Width}");

    private static int[] AxesOf(TensorShape shape) => [.. OnnxModelWriter.AxesOf(shape).Select(axis => (int)axis)];
}
