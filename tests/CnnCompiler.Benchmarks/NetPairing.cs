using System.Globalization;
using CnnCompiler.Inference;
using CnnCompiler.Nets;
using CnnCompiler.Oracle;
using CnnCompiler.Oracle.Models;

namespace CnnCompiler.Benchmarks;

/// <summary>Pairs a declared net with the same net in ONNX Runtime, given the same weights and inputs.</summary>
internal static class NetPairing
{
    public static Pairing Of(CompiledNet net, CompareOptions options)
    {
        int batch = options.Batch;
        var weights = RandomWeights.Of(net.Architecture, 1);
        float[][] images = [.. Enumerable.Range(1, batch).Select(seed => RandomWeights.InputOf(net.Architecture, seed))];
        using var file = new MemoryStream(RandomWeights.ToSafetensors(net.Architecture, weights));
        var predictor = net.Load(file);
        float[] inputs = [.. images.SelectMany(image => image)];
        float[] outputs = new float[batch * predictor.OutputLength];
        var (inputShape, outputShape) = (net.Architecture.InputShape, net.Architecture.OutputShape);
        float[] planes = [.. images.SelectMany(image => TensorLayout.ToChannelsFirst(inputShape, image))];
        var reference = new BoundSession(
            OnnxModelWriter.Write(net.Architecture, weights, batch),
            new Dictionary<string, TensorData> { [OnnxModelWriter.InputName] = TensorData.Of<float>(TensorElementType.Float32, AxesOf(inputShape, batch), planes) },
            [new TensorInfo(OnnxModelWriter.OutputName, TensorElementType.Float32, AxesOf(outputShape, batch))],
            options.Threads);

        var workspace = new Workspace(checked((int)net.Info.ScratchBytes));
        int threads = options.Threads;
        Action alone = batch == 1 ? () => predictor.Predict(inputs, outputs, workspace) : () => predictor.PredictBatch(inputs, outputs, batch);
        Action ours = threads == 1 ? alone
            : batch == 1 ? () => predictor.Predict(inputs, outputs, threads)
            : () => predictor.PredictBatch(inputs, outputs, batch, threads);
        ours();
        reference.Run();
        float[] theirs = reference.Outputs()[0].Values<float>().ToArray();
        double difference = Enumerable.Range(0, batch).Max(image => Difference.Relative(
            TensorLayout.ToChannelsLast(outputShape, theirs.AsSpan(image * outputShape.Length, outputShape.Length)),
            outputs.AsSpan(image * outputShape.Length, outputShape.Length)));
        Action? fromPlanes = LiesAlike(inputShape) ? null : () =>
        {
            for (int image = 0; image < batch; image++)
                MapMemory.FromPlanes(
                    ref planes[image * inputShape.Length], ref inputs[image * inputShape.Length], inputShape.Channels, inputShape.Width * inputShape.Channels,
                    inputShape.Height, inputShape.Width, inputShape.Channels);
            ours();
        };
        return new Pairing(net.Name, net.Info.MultiplyAdds, batch, Layout(inputShape), ours, fromPlanes, threads == 1 ? null : alone, reference.Run, difference, reference);
    }

    /// <summary>Our inputs have their channels last, those of ONNX Runtime first; with one channel that is the same.</summary>
    private static bool LiesAlike(TensorShape shape) => shape.Channels == 1 || shape.Width * shape.Height == 1;

    private static string Layout(TensorShape shape) => LiesAlike(shape)
        ? shape.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{shape.Height}x{shape.Width}x{shape.Channels} / {shape.Channels}x{shape.Height}x{shape.Width}");

    private static int[] AxesOf(TensorShape shape, int batch) => [.. OnnxModelWriter.AxesOf(shape, batch).Select(axis => (int)axis)];
}
