using Microsoft.ML.OnnxRuntime;

namespace CnnCompiler.Oracle;

/// <summary>A declared net in ONNX Runtime, one thread, called with values in our order: height x width x channels.</summary>
public sealed class OnnxNet : IDisposable
{
    private readonly Architecture _architecture;
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    /// <summary>Opens a session for a net.</summary>
    /// <param name="architecture">The net.</param>
    /// <param name="weights">The values of its tensors by their names in the weight file.</param>
    public OnnxNet(Architecture architecture, IReadOnlyDictionary<string, float[]> weights)
    {
        _architecture = architecture;
        // Unoptimised, so that the truth is each operator by itself: the runtime's own foldings round differently.
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(OnnxModelWriter.Write(architecture, weights), options);
    }

    /// <summary>The output of one input.</summary>
    public float[] Predict(ReadOnlySpan<float> input)
    {
        float[] values = TensorLayout.ToChannelsFirst(_architecture.InputShape, input);
        using var tensor = OrtValue.CreateTensorValueFromMemory(values, OnnxModelWriter.AxesOf(_architecture.InputShape));
        using var results = _session.Run(_options, [OnnxModelWriter.InputName], [tensor], [OnnxModelWriter.OutputName]);
        var output = results[0].GetTensorDataAsSpan<float>();
        if (output.Length != _architecture.OutputShape.Length)
            throw new InvalidOperationException($"ONNX Runtime made {output.Length} values where {_architecture.OutputShape} was declared.");
        return TensorLayout.ToChannelsLast(_architecture.OutputShape, output);
    }

    /// <summary>The output of one input, in a session opened for this one call.</summary>
    public static float[] Predict(Architecture architecture, IReadOnlyDictionary<string, float[]> weights, ReadOnlySpan<float> input)
    {
        using var net = new OnnxNet(architecture, weights);
        return net.Predict(input);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }
}
