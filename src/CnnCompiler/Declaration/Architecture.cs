using System.Globalization;

namespace CnnCompiler;

/// <summary>A net as it was declared: the input and the layers, checked, with the shape between each two.</summary>
public sealed class Architecture
{
    private readonly Layer[] _layers;
    private readonly LayerWiring _wiring;
    private readonly TensorShape[] _before;
    private readonly TensorShape[] _after;

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
        InputShape = input.Shape;
        _wiring = new LayerWiring(_layers);
        (_before, _after) = (new TensorShape[_layers.Length], new TensorShape[_layers.Length]);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int index = 0; index < _layers.Length; index++)
        {
            try
            {
                _before[index] = ShapeOf(_wiring.SourcesOf(index)[0]);
                if (_layers[index] is Add)
                    CheckSides(index);
                _after[index] = _layers[index].OutputShape(_before[index]);
                CheckName(index);
                if (_layers[index].Parameters(_before[index]).Count > 0)
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
    public TensorShape InputShape { get; }

    /// <summary>The shape of the last layer's output.</summary>
    public TensorShape OutputShape => _after[_layers.Length - 1];

    /// <summary>The shape that comes into a layer.</summary>
    /// <param name="layer">The layer's position.</param>
    public TensorShape ShapeBefore(int layer) => _before[layer];

    /// <summary>The shape that a layer makes.</summary>
    /// <param name="layer">The layer's position.</param>
    public TensorShape ShapeAfter(int layer) => _after[layer];

    /// <summary>
    /// The layers whose outputs a layer takes, by their positions; -1 stands for the net's input. <see cref="Add"/> has two: what its block's layers
    /// made, then what came over the short cut. All others have one, which only at a <see cref="Shortcut"/> is not the layer before.
    /// </summary>
    /// <param name="layer">The layer's position.</param>
    public IReadOnlyList<int> SourcesOf(int layer) => _wiring.SourcesOf(layer);

    /// <summary>
    /// The layer's name in the weight file: the one it was given, or its position among the layers behind one another, a residual block counting as one.
    /// Layers in a block have the block's name before theirs: <c>3.body.0</c>, <c>3.shortcut.0</c>.
    /// </summary>
    /// <param name="layer">The layer's position.</param>
    public string NameOf(int layer) => _wiring.NameOf(layer);

    /// <summary>The learned tensors of a layer, under their full names in the weight file.</summary>
    /// <param name="layer">The layer's position.</param>
    public IReadOnlyList<LayerParameter> ParametersOf(int layer) =>
        [.. _layers[layer].Parameters(_before[layer]).Select(parameter => parameter with { Name = $"{NameOf(layer)}.{parameter.Name}" })];

    /// <summary>Every learned tensor of the net in the order of the layers, under its full name in the weight file.</summary>
    public IReadOnlyList<LayerParameter> Parameters => [.. Enumerable.Range(0, _layers.Length).SelectMany(ParametersOf)];

    private TensorShape ShapeOf(int source) => source < 0 ? InputShape : _after[source];

    private void CheckSides(int index)
    {
        int[] sides = _wiring.SourcesOf(index);
        var (made, arrived) = (ShapeOf(sides[0]), ShapeOf(sides[1]));
        if (made == arrived)
            return;
        bool asItIs = _layers[sides[1]] is Residual;
        string cure = asItIs && Projection(arrived, made) is { } projection
            ? $"put a projection on the short cut, [Shortcut, {projection}] before Add"
            : "let both sides make the same";
        throw new DeclarationException(
            $"Add needs one shape on both sides, but the block's layers make {made} and its short cut {(asItIs ? "brings what came in," : "makes")} {arrived}: {cure}.");
    }

    /// <summary>The text of a layer that makes one shape of another; null where no 1x1 convolution does.</summary>
    private static string? Projection(TensorShape from, TensorShape to)
    {
        if (from.Rank != to.Rank)
            return null;
        if (to.Rank == 1)
            return FormattableString.Invariant($"Dense({to.Channels})");
        var (down, across) = (Stride(from.Height, to.Height), Stride(from.Width, to.Width));
        if (down == 0 || across == 0)
            return null;
        string stride = down == across || to.Rank == 2
            ? across == 1 ? "" : FormattableString.Invariant($", Stride = {across}")
            : FormattableString.Invariant($", StrideHeight = {down}, StrideWidth = {across}");
        return FormattableString.Invariant($"Conv{to.Rank - 1}D({to.Channels}, 1{stride})");

        static int Stride(int before, int after)
        {
            int stride = (before + after - 1) / after;
            return (before + stride - 1) / stride == after ? stride : 0;
        }
    }

    private void CheckName(int index)
    {
        if (NameOf(index).Length == 0 && (_layers[index] is Residual or Shortcut || _layers[index].Parameters(_before[index]).Count > 0))
            throw new DeclarationException($"{_layers[index].Kind}'s Name is empty: leave it out, or give the layer's name in the weight file.");
    }

    private void Claim(Dictionary<string, int> names, int index)
    {
        string name = NameOf(index);
        if (names.TryGetValue(name, out int other))
            throw new DeclarationException(
                $"{_layers[index].Kind} and layer {other.ToString(CultureInfo.InvariantCulture)} ({_layers[other].Kind}) are both called \"{name}\" " +
                "in the weight file: give one of them another Name.");
        names.Add(name, index);
    }
}
