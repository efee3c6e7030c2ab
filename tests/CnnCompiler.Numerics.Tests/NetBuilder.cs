namespace CnnCompiler.Numerics.Tests;

/// <summary>Puts a net together layer by layer while keeping track of its shape.</summary>
internal sealed class NetBuilder(Input input)
{
    private readonly List<Layer> _layers = [];

    /// <summary>The shape that the next layer gets.</summary>
    public TensorShape Shape { get; private set; } = input.Shape;

    public NetBuilder Add(Layer layer)
    {
        Shape = layer.OutputShape(Shape);
        _layers.Add(layer);
        return this;
    }

    public NetBuilder Add(Func<TensorShape, Layer> layer) => Add(layer(Shape));

    public Architecture Build() => new(input, [.. _layers]);
}
