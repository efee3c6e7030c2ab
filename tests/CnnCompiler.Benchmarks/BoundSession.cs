using CnnCompiler.Inference;
using CnnCompiler.Oracle.Models;
using Microsoft.ML.OnnxRuntime;

namespace CnnCompiler.Benchmarks;

/// <summary>A model in ONNX Runtime at its best: one thread or as many as our side has, every optimisation, inputs and outputs bound once to memory that stays.</summary>
internal sealed class BoundSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;

    /// <summary>Opens a session.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <param name="inputs">The inputs by their names.</param>
    /// <param name="outputs">The outputs, in the model's order; float16 stands for the float32 of the widened copy.</param>
    /// <param name="threads">The threads that one call may use.</param>
    public BoundSession(byte[] model, IReadOnlyDictionary<string, TensorData> inputs, IReadOnlyList<TensorInfo> outputs, int threads = 1)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Its threads may spin during a call, but not into our turn.
        if (threads > 1)
            options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        _session = new InferenceSession(model, options);
        _binding = _session.CreateIoBinding();
        _inputs = [.. inputs.Values.Select(OnnxReference.ToOrt)];
        _outputs = [.. outputs.Select(output => OnnxReference.NewOrt(Wide(output.ElementType), output.Shape))];
        foreach (var (name, value) in inputs.Keys.Zip(_inputs))
            _binding.BindInput(name, value);
        foreach (var (name, value) in _session.OutputNames.Zip(_outputs))
            _binding.BindOutput(name, value);
    }

    public void Run() => _session.RunWithBinding(_options, _binding);

    /// <summary>What the last run made.</summary>
    public IReadOnlyList<TensorData> Outputs() => [.. _outputs.Select(OnnxReference.FromOrt)];

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var value in _inputs.Concat(_outputs))
            value.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    private static TensorElementType Wide(TensorElementType type) => type == TensorElementType.Float16 ? TensorElementType.Float32 : type;
}
