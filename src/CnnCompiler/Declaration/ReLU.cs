namespace CnnCompiler;

/// <summary>Keeps what is positive and makes the rest zero: max(0, x).</summary>
public sealed class ReLU : ActivationLayer
{
}
