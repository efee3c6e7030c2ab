namespace CnnCompiler;

/// <summary>The logistic function: 1 / (1 + exp(-x)), between 0 and 1.</summary>
public sealed class Sigmoid : ActivationLayer
{
}
