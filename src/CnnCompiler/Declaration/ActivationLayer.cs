namespace CnnCompiler;

/// <summary>A function applied to every value by itself.</summary>
public abstract class ActivationLayer : Layer
{
    private protected ActivationLayer()
    {
    }

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) => input;
}
