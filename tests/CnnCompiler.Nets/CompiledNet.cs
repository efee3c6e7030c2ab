using CnnCompiler.Inference;

namespace CnnCompiler.Nets;

/// <summary>A declared net that was compiled with this assembly. A new net is a class with a declaration and a line in <see cref="All"/>.</summary>
/// <param name="Name">The short name that tests and benchmarks know it by.</param>
/// <param name="Architecture">What was declared.</param>
/// <param name="Info">What was compiled.</param>
/// <param name="Load">Gives it weights.</param>
public sealed record CompiledNet(string Name, Architecture Architecture, ModelInfo Info, Func<Stream, IPredictor> Load)
{
    /// <summary>All of them, smallest first.</summary>
    public static IReadOnlyList<CompiledNet> All { get; } =
    [
        new(nameof(N1), N1.Architecture, N1.Info, N1.Load),
        new(nameof(N2), N2.Architecture, N2.Info, N2.Load),
        new(nameof(N3), N3.Architecture, N3.Info, N3.Load),
    ];
}
