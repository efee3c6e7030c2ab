namespace CnnCompiler;

/// <summary>
/// The mean of every channel over the whole map: height x width x channels becomes 1 x 1 x channels, a sequence 1 x channels.
/// PyTorch's <c>nn.AdaptiveAvgPool2d(1)</c>.
/// </summary>
public sealed class GlobalAveragePool : Layer
{
    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) => input.Rank > 1
        ? input.With(1, 1, input.Channels)
        : throw new DeclarationException($"GlobalAveragePool works on a map or a sequence, but its input is {input}: put it before Flatten and Dense.");

    /// <inheritdoc/>
    public override ReceptiveField Widen(ReceptiveField before, TensorShape input) =>
        before.Slide(new WindowGeometry(input.Height, 1, 1, 0, 0), new WindowGeometry(input.Width, 1, 1, 0, 0));
}
