namespace CnnCompiler.Benchmarks;

/// <summary>Two programs that compute the same from the same input: the compiled model and ONNX Runtime.</summary>
/// <param name="Name">The model's short name.</param>
/// <param name="MultiplyAdds">Multiply-adds of one image.</param>
/// <param name="Images">Images of one call.</param>
/// <param name="Layout">The input's shape: ours, and ONNX Runtime's where it differs.</param>
/// <param name="Ours">One call of the compiled model.</param>
/// <param name="OursFromPlanes">
/// The same from ONNX Runtime's layout: the transposition, then the call. Null where the layouts are the same.
/// </param>
/// <param name="OursAlone">The same on one thread where <paramref name="Ours"/> is allowed more; null where it is not.</param>
/// <param name="Theirs">One call of ONNX Runtime.</param>
/// <param name="Difference">The largest difference of their outputs, in units of the largest.</param>
/// <param name="Memory">What is let go of at the end.</param>
internal sealed record Pairing(
    string Name, long MultiplyAdds, int Images, string Layout, Action Ours, Action? OursFromPlanes, Action? OursAlone, Action Theirs, double Difference, IDisposable Memory);
