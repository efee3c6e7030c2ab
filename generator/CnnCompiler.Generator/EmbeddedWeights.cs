namespace CnnCompiler.Generator;

/// <summary>The weight file that travels in the assembly.</summary>
/// <param name="FileName">The file's name as the declaration gives it.</param>
/// <param name="ResourceName">The name of the resource that holds its bytes.</param>
/// <param name="Checksum">SHA-256 of its bytes in lower-case hexadecimal.</param>
/// <param name="IsOnnx">Whether it is an ONNX model and not a safetensors file.</param>
internal sealed record EmbeddedWeights(string FileName, string ResourceName, string Checksum, bool IsOnnx)
{
    /// <summary>The files that hold values of an ONNX model beside it.</summary>
    public EquatableArray<EmbeddedCompanion> Beside { get; init; } = EquatableArray.Of<EmbeddedCompanion>();
}

/// <summary>A file that travels in the assembly and holds values of an ONNX model.</summary>
/// <param name="Location">Its path as the model gives it.</param>
/// <param name="ResourceName">The name of the resource that holds its bytes.</param>
internal sealed record EmbeddedCompanion(string Location, string ResourceName);
