namespace CnnCompiler;

/// <summary>
/// Turns scores into probabilities that are positive and add up to 1: over all features, or over the channels of each pixel of a map.
/// </summary>
public sealed class Softmax : ActivationLayer
{
}
