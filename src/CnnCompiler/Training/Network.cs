using CnnCompiler.Training.Layers;

namespace CnnCompiler.Training;

/// <summary>
/// A declared net with its parameters, to be trained, saved and asked. One caller at a time: a network keeps the values between its layers.
/// For predictions from several threads compile the net, or give each thread a network of its own.
/// </summary>
public sealed partial class Network
{
    // More images at once gain nothing in a prediction, but need memory for each.
    private const int PredictionBatch = 64;

    private readonly TrainableLayer[] _layers;
    private readonly float[][] _activations;
    private readonly float[][] _gradients = [[], []];
    private int _capacity;

    /// <summary>A network with random weights: He's where a rectifier follows, Glorot's elsewhere; biases are zero.</summary>
    /// <param name="architecture">The net, such as the <c>Architecture</c> of a declared class.</param>
    /// <param name="seed">The same seed gives the same weights, on every machine.</param>
    public Network(Architecture architecture, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        Architecture = architecture;
        _layers = [.. Enumerable.Range(0, architecture.Layers.Count).Select(position => LayerFactory.Create(architecture, position))];
        _activations = [.. Enumerable.Repeat(Array.Empty<float>(), _layers.Length + 1)];
        Parameters = [.. _layers.SelectMany(layer => layer.Parameters)];
        Initializer.Run(architecture, position => _layers[position].Parameters, seed);
    }

    /// <summary>The net as it was declared.</summary>
    public Architecture Architecture { get; }

    /// <summary>Every learned tensor in the order of the layers.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Computes the outputs of some inputs, as the net is used when training is over.</summary>
    /// <param name="inputs">count x the length of the input; each in height x width x channels order, scaled as in training.</param>
    /// <param name="outputs">Takes count x the length of the output.</param>
    /// <param name="count">The number of inputs; at least 0.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int input = Architecture.InputShape.Length;
        int output = Architecture.OutputShape.Length;
        CheckLength(inputs.Length, input, Architecture.InputShape, count, nameof(inputs));
        CheckLength(outputs.Length, output, Architecture.OutputShape, count, nameof(outputs));
        for (int first = 0; first < count; first += PredictionBatch)
        {
            int images = Math.Min(PredictionBatch, count - first);
            inputs.Slice(first * input, images * input).CopyTo(InputBatch(images));
            Forward(images, _layers.Length, Pass.Inference)[..(images * output)].CopyTo(outputs[(first * output)..]);
        }
    }

    /// <summary>How many layers a pass runs in training: all, or all but a last activation that the loss contains.</summary>
    internal int LayersFor(Loss loss) => _layers.Length > 1 && loss.Absorbs(Architecture.Layers[^1]) ? _layers.Length - 1 : _layers.Length;

    /// <summary>The place for the inputs of the next pass.</summary>
    /// <param name="count">The number of images.</param>
    internal Span<float> InputBatch(int count)
    {
        Reserve(count);
        return _activations[0].AsSpan(0, count * Architecture.InputShape.Length);
    }

    /// <summary>Runs the first layers on what lies in <see cref="InputBatch"/>.</summary>
    /// <param name="count">The number of images.</param>
    /// <param name="layers">How many layers: a loss that contains the last activation leaves it out.</param>
    /// <param name="pass">How the pass is meant.</param>
    /// <returns>The outputs of the last of them.</returns>
    internal ReadOnlySpan<float> Forward(int count, int layers, Pass pass)
    {
        for (int position = 0; position < layers; position++)
            _layers[position].Forward(_activations[position], _activations[position + 1], count, pass);
        return _activations[layers].AsSpan(0, count * ShapeBehind(layers).Length);
    }

    /// <summary>The place for the gradients of the outputs, before <see cref="Backward"/>.</summary>
    /// <param name="count">The number of images.</param>
    /// <param name="layers">How many layers the forward pass ran.</param>
    internal Span<float> OutputGradients(int count, int layers)
    {
        if (_gradients[0].Length == 0)
        {
            int longest = Enumerable.Range(0, _layers.Length + 1).Max(index => ShapeBehind(index).Length);
            _gradients[0] = new float[_capacity * longest];
            _gradients[1] = new float[_capacity * longest];
        }
        return _gradients[layers % 2].AsSpan(0, count * ShapeBehind(layers).Length);
    }

    /// <summary>Computes the gradients of all parameters from those of the outputs, after a training pass.</summary>
    /// <param name="count">The number of images.</param>
    /// <param name="layers">How many layers the forward pass ran.</param>
    /// <param name="inputGradients">Whether the gradients of the inputs are wanted too.</param>
    /// <returns>The gradients of the inputs, or nothing.</returns>
    internal ReadOnlySpan<float> Backward(int count, int layers, bool inputGradients = false)
    {
        int first = inputGradients ? 0 : FirstWithParameters(layers);
        for (int position = layers - 1; position >= first; position--)
        {
            var target = position > first || inputGradients ? _gradients[position % 2] : [];
            _layers[position].Backward(_activations[position], _activations[position + 1], _gradients[(position + 1) % 2], target, count);
        }
        return inputGradients ? _gradients[0].AsSpan(0, count * Architecture.InputShape.Length) : [];
    }

    private TensorShape ShapeBehind(int layers) => layers == 0 ? Architecture.InputShape : Architecture.ShapeAfter(layers - 1);

    private int FirstWithParameters(int layers)
    {
        int first = 0;
        while (first < layers && _layers[first].Parameters.Count == 0)
            first++;
        return first;
    }

    private void Reserve(int count)
    {
        if (count > _capacity)
            Grow(count);
    }

    // Apart from Reserve, whose every call would otherwise make the closure below.
    private void Grow(int count)
    {
        long largest = Enumerable.Range(0, _layers.Length + 1).Max(index => (long)ShapeBehind(index).Length * count);
        if (largest > Array.MaxLength)
            throw new ArgumentException(FormattableString.Invariant(
                $"A batch of {count} needs {largest} values for one layer; at most {Array.MaxLength} fit into an array: use smaller batches."));
        for (int index = 0; index <= _layers.Length; index++)
            _activations[index] = new float[count * ShapeBehind(index).Length];
        (_gradients[0], _gradients[1]) = ([], []);
        foreach (var layer in _layers)
            layer.Reserve(count);
        _capacity = count;
    }

    private static void CheckLength(int found, int one, TensorShape shape, int count, string name)
    {
        if (found != (long)one * count)
            throw new ArgumentException(FormattableString.Invariant($"{count} times {shape} is {(long)one * count} values; found {found}."), name);
    }
}
