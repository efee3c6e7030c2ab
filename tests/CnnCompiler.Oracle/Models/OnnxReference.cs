using CnnCompiler.Inference;
using Microsoft.ML.OnnxRuntime;
using OrtType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace CnnCompiler.Oracle.Models;

/// <summary>An ONNX model in ONNX Runtime, one thread: what a compiled model is compared with.</summary>
public sealed class OnnxReference : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    /// <summary>Opens a session.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime refuses the model.</exception>
    public OnnxReference(byte[] model)
    {
        // Unoptimised, so that the truth is each operator by itself: the runtime's own foldings round differently.
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        _session = new InferenceSession(model, options);
    }

    /// <summary>The names of the outputs, in the model's order.</summary>
    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">The inputs by their names.</param>
    /// <returns>The outputs, in the model's order.</returns>
    public IReadOnlyList<TensorData> Run(IReadOnlyDictionary<string, TensorData> inputs)
    {
        string[] names = [.. inputs.Keys];
        OrtValue[] values = [.. inputs.Values.Select(ToOrt)];
        try
        {
            using var results = _session.Run(_options, names, values, _session.OutputNames);
            return [.. results.Select(FromOrt)];
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }

    /// <summary>Runs a model in a session opened for this one call.</summary>
    public static IReadOnlyList<TensorData> Run(byte[] model, IReadOnlyDictionary<string, TensorData> inputs)
    {
        using var reference = new OnnxReference(model);
        return reference.Run(inputs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    /// <summary>Memory of ONNX Runtime for a tensor.</summary>
    public static OrtValue NewOrt(TensorElementType type, ReadOnlySpan<int> shape)
    {
        long[] axes = new long[shape.Length];
        for (int axis = 0; axis < axes.Length; axis++)
            axes[axis] = shape[axis];
        return OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (OrtType)type, axes);
    }

    /// <summary>A copy of a tensor in memory of ONNX Runtime.</summary>
    public static OrtValue ToOrt(TensorData data)
    {
        var value = NewOrt(data.ElementType, data.Shape.ToArray());
        data.Bytes.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    /// <summary>A copy of a tensor out of memory of ONNX Runtime.</summary>
    public static TensorData FromOrt(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        return new TensorData((TensorElementType)info.ElementDataType, [.. info.Shape.Select(axis => (int)axis)], value.GetTensorMutableRawData().ToArray());
    }
}
