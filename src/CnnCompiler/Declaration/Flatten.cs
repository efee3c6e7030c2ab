namespace CnnCompiler;

/// <summary>Makes a list of features of a map, in channel, row, column order as PyTorch's <c>nn.Flatten</c> does.</summary>
public sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) => TensorShape.Features(input.Length);
}
