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

    /// <summary>Adds a residual block.</summary>
    /// <param name="body">Adds its layers, which must end with the shape that the short cut has.</param>
    /// <param name="shortcut">Adds the layers on the short cut; none where it is null.</param>
    public NetBuilder Block(Action<NetBuilder> body, Action<NetBuilder>? shortcut = null)
    {
        var before = Shape;
        Add(new Residual());
        body(this);
        if (shortcut is not null)
        {
            (Shape, var made) = (before, Shape);
            Add(new Shortcut());
            shortcut(this);
            Shape = made;
        }
        return Add(new Add());
    }

    public Architecture Build() => new(input, [.. _layers]);
}
