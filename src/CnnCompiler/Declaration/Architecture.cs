using System.Globalization;

namespace CnnCompiler;

/// <summary>A net as it was declared: the input and the layers, checked, with the shape between each two.</summary>
public sealed class Architecture
{
    private readonly Layer[] _layers;
    private readonly TensorShape[] _shapes;

    /// <summary>Checks a declaration.</summary>
    /// <param name="input">The shape of the input.</param>
    /// <param name="layers">The layers in order; at least one.</param>
    /// <exception cref="DeclarationException">A layer cannot work on what comes in; the message says why, and which layer it is.</exception>
    public Architecture(Input input, params Layer[] layers)
    {
        Input = input;
        _layers = [.. layers];
        if (_layers.Length == 0)
            throw new DeclarationException("A net needs at least one layer: write the layers as attributes after Input, for example [Flatten, Dense(10)].");
        _shapes = new TensorShape[_layers.Length + 1];
        _shapes[0] = input.Shape;
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int index = 0; index < _layers.Length; index++)
        {
            try
            {
                _shapes[index + 1] = _layers[index].OutputShape(_shapes[index]);
                if (_layers[index].Parameters(_shapes[index]).Count > 0)
                    Claim(names, index);
            }
            catch (DeclarationException problem) when (problem.Layer < 0)
            {
                throw new DeclarationException(problem.Message, index);
            }
        }
    }

    /// <summary>The shape of the input and the meaning of image bytes.</summary>
    public Input Input { get; }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>The shape of the input.</summary>
    public TensorShape InputShape => _shapes[0];

    /// <summary>The shape of the last layer's output.</summary>
    public TensorShape OutputShape => _shapes[_layers.Length];

    /// <summary>The shape that comes into a layer.</summary>
    /// <param name="layer">The layer's position.</param>
    public TensorShape ShapeBefore(int layer) => _shapes[layer];

    /// <summary>The shape that a layer makes.</summary>
    /// <param name="layer">The layer's position.</param>
    public TensorShape ShapeAfter(int layer) => _shapes[layer + 1];

    /// <summary>The layer's name in the weight file: the one it was given, or its position.</summary>
    /// <param name="layer">The layer's position.</param>
    public string NameOf(int layer) => _layers[layer].Name ?? layer.ToString(CultureInfo.InvariantCulture);

    /// <summary>The learned tensors of a layer, under their full names in the weight file.</summary>
    /// <param name="layer">The layer's position.</param>
    public IReadOnlyList<LayerParameter> ParametersOf(int layer) =>
        [.. _layers[layer].Parameters(_shapes[layer]).Select(parameter => parameter with { Name = $"{NameOf(layer)}.{parameter.Name}" })];

    /// <summary>Every learned tensor of the net in the order of the layers, under its full name in the weight file.</summary>
    public IReadOnlyList<LayerParameter> Parameters => [.. Enumerable.Range(0, _layers.Length).SelectMany(ParametersOf)];

    private void Claim(Dictionary<string, int> names, int index)
    {
        string name = NameOf(index);
        if (name.Length == 0)
            throw new DeclarationException($"{_layers[index].Kind}'s Name is empty: leave it out, or give the layer's name in the weight file.");
        if (names.TryGetValue(name, out int other))
            throw new DeclarationException(
                $"{_layers[index].Kind} and layer {other.ToString(CultureInfo.InvariantCulture)} ({_layers[other].Kind}) are both called \"{name}\" " +
                "in the weight file: give one of them another Name.");
        names.Add(name, index);
    }
}
