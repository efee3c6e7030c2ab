using CnnCompiler.Inference;

namespace CnnCompiler.Testing.Models;

/// <summary>A model file that is to be compiled.</summary>
/// <param name="ClassName">The class it becomes; unique in a batch.</param>
/// <param name="Model">The bytes of the file.</param>
/// <param name="Attributes">Further attributes of the class, such as <c>[Dimension("batch", 1)]</c>.</param>
public sealed record ModelEntry(string ClassName, byte[] Model, params IReadOnlyList<string> Attributes)
{
    /// <summary>The name of the file in the project.</summary>
    public string FileName => ClassName + ".onnx";

    /// <summary>The precision that the class asks for.</summary>
    public Precision Precision { get; init; }

    /// <summary>The C# file with the class.</summary>
    public string Source => $"{DeclarationText.Usings}\n[CnnModel(\"{FileName}\"{(Precision == Precision.Exact ? ", Precision = Precision.Exact" : "")})]\n{string.Concat(Attributes.Select(line => line + "\n"))}public sealed partial class {ClassName};\n";
}

/// <summary>What became of a model file.</summary>
/// <param name="Model">The compiled model, or null.</param>
/// <param name="Refusals">What the generator said where it refuses the file.</param>
/// <param name="Failure">What went wrong otherwise: generated code that does not compile, an exception in the generator; else null.</param>
public sealed record ModelOutcome(TensorModel? Model, IReadOnlyList<string> Refusals, string? Failure)
{
    /// <summary>The model, or an exception that says why there is none.</summary>
    /// <exception cref="InvalidOperationException">The file was not compiled.</exception>
    public TensorModel Required => Model ?? throw new InvalidOperationException(Failure ?? string.Join('\n', Refusals));

    /// <summary>The sizes and costs of the compiled model.</summary>
    public ModelInfo? Info => Model?.Info;
}
