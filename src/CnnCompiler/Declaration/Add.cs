namespace CnnCompiler;

/// <summary>Ends a residual block: adds what its layers made to what came over its short cut, value by value. See <see cref="Residual"/>.</summary>
public sealed class Add : Layer
{
    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) => input;
}
