namespace CnnCompiler;

/// <summary>
/// One layer of a declared net. A layer is an attribute, so that it can be written on a class, and at the same time the value
/// that an <see cref="Architecture"/> holds, so that a net can be put together in code.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class Layer : Attribute
{
    private protected Layer()
    {
    }

    /// <summary>
    /// The layer's name in the weight file, such as <c>features.conv1</c>. An unnamed layer is named by its position among the layers, counted
    /// from 0 and counting those without weights, as PyTorch's <c>nn.Sequential</c> does; see <see cref="Residual"/> for those in a block.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>The field's name for this kind of layer, as summaries and messages print it.</summary>
    public string Kind => GetType().Name;

    /// <summary>The shape this layer makes of its input.</summary>
    /// <param name="input">The shape that comes in.</param>
    /// <returns>The shape that goes out.</returns>
    /// <exception cref="DeclarationException">The layer cannot work on this input, or its own arguments are out of range.</exception>
    public abstract TensorShape OutputShape(TensorShape input);

    /// <summary>The learned tensors of this layer, named and shaped as PyTorch writes them; none by default.</summary>
    /// <param name="input">The shape that comes in.</param>
    public virtual IReadOnlyList<LayerParameter> Parameters(TensorShape input) => [];

    /// <summary>Multiplications with an addition that one pass over one input takes; 0 for layers that are not counted by convention.</summary>
    /// <param name="input">The shape that comes in.</param>
    public virtual long MultiplyAdds(TensorShape input) => 0;

    /// <summary>How the layer widens the region of the input that one of its outputs sees.</summary>
    /// <param name="before">The receptive field of the layer's input.</param>
    /// <param name="input">The shape that comes in.</param>
    public virtual ReceptiveField Widen(ReceptiveField before, TensorShape input) => before;
}
