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

    /// <summary>To the nearest multiple of the slope, halves to the even one, from low to high times the slope: quantised and made real again.</summary>
    Quantize,
}
