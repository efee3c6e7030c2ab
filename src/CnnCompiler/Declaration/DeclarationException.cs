namespace CnnCompiler;

/// <summary>A net was declared that cannot work. The message says what was expected, what was found and what to do.</summary>
/// <param name="message">The text for the person who wrote the declaration.</param>
/// <param name="layer">The position of the layer at fault among the layers, or -1 where it is the input or the net as a whole.</param>
public sealed class DeclarationException(string message, int layer = -1) : ArgumentException(message)
{
    /// <summary>The position of the layer at fault among the layers, or -1 where it is the input or the net as a whole.</summary>
    public int Layer { get; } = layer;
}
