namespace CnnCompiler.Benchmarks;

/// <summary>Two programs that compute the same from the same input: the compiled model and ONNX Runtime.</summary>
/// <param name="Name">The model's short name.</param>
/// <param name="MultiplyAdds">Multiply-adds of one call.</param>
/// <param name="Layout">The input's shape: ours, and ONNX Runtime's where it differs.</param>
/// <param name="Ours">One prediction of the compiled model.</param>
/// <param name="Theirs">One prediction of ONNX Runtime.</param>
/// <param name="Difference">The largest difference of their outputs, in units of the largest.</param>
/// <param name="Memory">What is let go of at the end.</param>
internal sealed record Pairing(string Name, long MultiplyAdds, string Layout, Action Ours, Action Theirs, double Difference, IDisposable Memory);
