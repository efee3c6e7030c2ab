using CnnCompiler.Training.Layers;
using CnnCompiler.Training.Parallel;

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

    /// <summary>
    /// A network with random weights: He's where a rectifier follows, counting with values from 0 to 1 where the input declares no mean and deviation, Glorot's
    /// elsewhere, and a tenth of that in the layer that makes the outputs; biases are zero.
    /// </summary>
    /// <param name="architecture">The net, such as the <c>Architecture</c> of a declared class.</param>
    /// <param name="seed">The same seed gives the same weights, on every machine.</param>
    public Network(Architecture architecture, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        Architecture = architecture;
        _layers = [.. LayerFactory.CreateAll(architecture)];
        _activations = [.. Boundaries().Select(shape => new BatchValues(shape.Length))];
        _gradients = [.. Boundaries().Select(shape => new BatchValues(shape.Length))];
        foreach (var layer in _layers)
            layer.Connect(_activations, _gradients);
        _slices = new SliceJob(this);
        _finish = new FinishJob(this);
        // Convolutions have gradients of their own for every slice: not more of them than fit 256 MB.
        long weights = _layers.Where(layer => layer is not TrainableDense).Sum(layer => layer.Parameters.Sum(parameter => (long)parameter.Length));
        _mostSlices = (int)Math.Clamp((1L << 26) / Math.Max(1, weights), 1, Slice.Most);
        Parameters = [.. _layers.SelectMany(layer => layer.Parameters)];
        Initializer.Run(architecture, position => ParametersAt(position), seed);
    }

    /// <summary>The net as it was declared.</summary>
    public Architecture Architecture { get; }

    /// <summary>Every learned tensor in the order of the layers.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>How many layers a pass over the whole net runs; several declared ones may be one here.</summary>
    internal int LayerCount => _layers.Length;

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

    private IEnumerable<TensorShape> Boundaries() => [Architecture.InputShape, .. _layers.Select(layer => layer.Output)];

    private Parameter[] ParametersAt(int position)
    {
        int before = Enumerable.Range(0, position).Sum(earlier => Architecture.ParametersOf(earlier).Count());
        return [.. Parameters.Skip(before).Take(Architecture.ParametersOf(position).Count())];
    }

    private static void CheckLength(int found, int one, TensorShape shape, int count, string name)
    {
        if (found != (long)one * count)
            throw new ArgumentException(FormattableString.Invariant($"{count} times {shape} is {(long)one * count} values; found {found}."), name);
    }
}
