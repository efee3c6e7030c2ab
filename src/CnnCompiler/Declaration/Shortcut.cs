namespace CnnCompiler;

/// <summary>
/// Ends the layers of a residual block and begins those on its short cut, which start from what came into the block: a 1x1 convolution where the number
/// of channels or the size of the map changes. See <see cref="Residual"/>.
/// </summary>
public sealed class Shortcut : Layer
{
    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) => input;
}
