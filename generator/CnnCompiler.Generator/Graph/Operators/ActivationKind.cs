namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The functions that can follow a layer.</summary>
internal enum ActivationKind
{
    ReLU,
    LeakyReLU,
    Sigmoid,
    Tanh,

    /// <summary>min(max(x, low), high).</summary>
    Clip,
}
