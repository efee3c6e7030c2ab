using CnnCompiler.Oracle;
using Microsoft.ML.OnnxRuntime;

namespace CnnCompiler.Benchmarks;

/// <summary>A net in ONNX Runtime at its best: one thread, every optimisation, input and output bound once to memory that stays.</summary>
internal sealed class OnnxBoundNet : IDisposable
{
    private readonly Architecture _architecture;
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _input;
    private readonly OrtValue _target;
    private readonly float[] _output;

    public OnnxBoundNet(Architecture architecture, IReadOnlyDictionary<string, float[]> weights, float[] input)
    {
        _architecture = architecture;
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(OnnxModelWriter.Write(architecture, weights), options);
        _output = new float[architecture.OutputShape.Length];
        // These pin the arrays, so binding them once is enough.
        _input = OrtValue.CreateTensorValueFromMemory(
            TensorLayout.ToChannelsFirst(architecture.InputShape, input), OnnxModelWriter.AxesOf(architecture.InputShape));
        _target = OrtValue.CreateTensorValueFromMemory(_output, OnnxModelWriter.AxesOf(architecture.OutputShape));
        _binding = _session.CreateIoBinding();
        _binding.BindInput(OnnxModelWriter.InputName, _input);
        _binding.BindOutput(OnnxModelWriter.OutputName, _target);
    }

    public void Run() => _session.RunWithBinding(_options, _binding);

    /// <summary>The output in our order.</summary>
    public float[] Output()
    {
        Run();
        return TensorLayout.ToChannelsLast(_architecture.OutputShape, _output);
    }

    public void Dispose()
    {
        _binding.Dispose();
        _target.Dispose();
        _input.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
