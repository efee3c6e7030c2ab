namespace CnnCompiler;

/// <summary>
/// Begins a residual block, which ends with <see cref="Add"/>: what comes in goes through the layers that follow and, beside them, over a short cut,
/// and the two are added. Blocks may lie in one another.
/// </summary>
/// <remarks>
/// <para>He et al., "Deep Residual Learning for Image Recognition", 2015. The short cut changes nothing unless <see cref="Shortcut"/> says what is on it:</para>
/// <code>
/// [Residual]
/// [Conv2D(32, 3, Stride = 2, Padding = Padding.Same), BatchNorm, ReLU]
/// [Conv2D(32, 3, Padding = Padding.Same), BatchNorm]
/// [Shortcut, Conv2D(32, 1, Stride = 2)]
/// [Add, ReLU]
/// </code>
/// <para>
/// A block counts as one layer where layers are named by their position, and so does PyTorch's <c>nn.Sequential</c> if a module is written for it that
/// holds two of them, <c>body</c> and <c>shortcut</c>: as layer 3 of a net, the block above reads <c>3.body.0.weight</c> and <c>3.shortcut.0.weight</c>.
/// <see cref="Layer.Name"/> takes the place of the <c>3</c>.
/// </para>
/// </remarks>
public sealed class Residual : Layer
{
    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) => input;
}
