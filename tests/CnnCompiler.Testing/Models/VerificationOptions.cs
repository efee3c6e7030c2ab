using CnnCompiler.Oracle.Models;

namespace CnnCompiler.Testing.Models;

/// <summary>On what, and how closely, a compiled model is compared with ONNX Runtime.</summary>
public sealed record VerificationOptions
{
    /// <summary>The inputs by their names in the file; those that are not given are random.</summary>
    public IReadOnlyDictionary<string, TensorData> Inputs { get; init; } = new Dictionary<string, TensorData>();

    /// <summary>The seed of random inputs: the same seed gives the same values everywhere.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The largest difference allowed, in units of the largest value of an output; 1e-4 by default. Whole numbers must be equal.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>The lengths of free axes by their names; a leading axis is 1 where nothing is said.</summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; init; } = new Dictionary<string, int>();
}
