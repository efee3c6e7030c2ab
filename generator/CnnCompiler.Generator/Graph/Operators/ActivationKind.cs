namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The functions that can follow a layer.</summary>
internal enum ActivationKind
{
    ReLU,
    LeakyReLU,
    Sigmoid,
    Tanh,
}
