namespace CnnCompiler;

/// <summary>The hyperbolic tangent, between -1 and 1.</summary>
public sealed class Tanh : ActivationLayer
{
}
