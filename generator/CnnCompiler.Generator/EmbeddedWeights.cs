namespace CnnCompiler.Generator;

/// <summary>The weight file that travels in the assembly.</summary>
/// <param name="FileName">The file's name as the declaration gives it.</param>
/// <param name="ResourceName">The name of the resource that holds its bytes.</param>
/// <param name="Checksum">SHA-256 of its bytes in lower-case hexadecimal.</param>
/// <param name="IsOnnx">Whether it is an ONNX model and not a safetensors file.</param>
internal sealed record EmbeddedWeights(string FileName, string ResourceName, string Checksum, bool IsOnnx);
