using CnnCompiler.Inference;

namespace CnnCompiler.Nets;

/// <summary>A declared net that was compiled with this assembly. A new net is a class with a declaration and a line in <see cref="All"/>.</summary>
/// <param name="Name">The short name that tests and benchmarks know it by.</param>
/// <param name="Architecture">What was declared.</param>
/// <param name="Info">What was compiled.</param>
/// <param name="Load">Gives it weights.</param>
public sealed record CompiledNet(string Name, Architecture Architecture, ModelInfo Info, Func<Stream, IPredictor> Load)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<CompiledNet> All { get; } =
    [
        new(nameof(N1), N1.Architecture, N1.Info, N1.Load),
        new(nameof(N2), N2.Architecture, N2.Info, N2.Load),
        new(nameof(N3), N3.Architecture, N3.Info, N3.Load),
        new(nameof(N4), N4.Architecture, N4.Info, N4.Load),
        new(nameof(N5), N5.Architecture, N5.Info, N5.Load),
        new(nameof(N6a), N6a.Architecture, N6a.Info, N6a.Load),
        new(nameof(N6b), N6b.Architecture, N6b.Info, N6b.Load),
        new(nameof(N6c), N6c.Architecture, N6c.Info, N6c.Load),
        new(nameof(Ball2018), Ball2018.Architecture, Ball2018.Info, Ball2018.Load),
        new(nameof(RobotLowerSmall), RobotLowerSmall.Architecture, RobotLowerSmall.Info, RobotLowerSmall.Load),
        new(nameof(RobotLower), RobotLower.Architecture, RobotLower.Info, RobotLower.Load),
        new(nameof(KWS), KWS.Architecture, KWS.Info, KWS.Load),
        new(nameof(VWW), VWW.Architecture, VWW.Info, VWW.Load),
        new(nameof(AD), AD.Architecture, AD.Info, AD.Load),
    ];

    /// <summary>What gives a net its weights, found without touching any net, as what measures a first prediction needs it.</summary>
    /// <exception cref="ArgumentException">There is no such net.</exception>
    public static Func<Stream, IPredictor> LoaderOf(string name) => name switch
    {
        nameof(N1) => N1.Load,
        nameof(N2) => N2.Load,
        nameof(N3) => N3.Load,
        nameof(N4) => N4.Load,
        nameof(N5) => N5.Load,
        nameof(N6a) => N6a.Load,
        nameof(N6b) => N6b.Load,
        nameof(N6c) => N6c.Load,
        nameof(Ball2018) => Ball2018.Load,
        nameof(RobotLowerSmall) => RobotLowerSmall.Load,
        nameof(RobotLower) => RobotLower.Load,
        nameof(KWS) => KWS.Load,
        nameof(VWW) => VWW.Load,
        nameof(AD) => AD.Load,
        _ => throw new ArgumentException($"There is no net {name}.", nameof(name)),
    };
}
