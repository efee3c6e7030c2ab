using System.Runtime.CompilerServices;
using CnnCompiler.Inference;
using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>
/// A convolution, a rectifier or none, and a max pool whose windows do not overlap, as one layer: outputs before the pool exist only for the image at
/// hand, and the backward pass computes with the ones that were chosen (<see cref="PooledGradients"/>, <see cref="VisitProducts"/>).
/// </summary>
internal sealed class PooledConvolution : TrainableLayer
{
    private readonly PooledGeometry _geometry;
    private readonly float _slope;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly TapWeights _forward;
    private readonly AlignedMemory _rows;
    private readonly float[] _paddedBias;
    private int[] _chosen = [];
    private readonly PooledGradients _gradients;
    private float[][] _biasGradients = [];
    private Scratch[] _scratch = [];
    private long _version = -1;
    private long _biasVersion = -1;

    private PooledConvolution(PooledGeometry geometry, float slope, IReadOnlyList<Parameter> parameters)
        : base(geometry.Input, geometry.Output)
    {
        (_geometry, _slope, Parameters) = (geometry, slope, parameters);
        _weight = parameters[0];
        _bias = parameters.Count > 1 ? parameters[1] : null;
        _forward = new TapWeights(geometry.Forward, Channels, WeightsOfAChannel);
        _rows = new AlignedMemory(checked(Channels * geometry.Visits.RowLength * sizeof(float)));
        _paddedBias = new float[_forward.PaddedLanes];
        _gradients = PooledGradients.Create(geometry, WeightsOfAChannel);
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override int GradientParts => (Channels + ChannelsOfAPart - 1) / ChannelsOfAPart;

    private static int ChannelsOfAPart => 16;

    private int Channels => Output.Channels;

    private int WeightsOfAChannel => _weight.Length / Channels;

    /// <summary>Makes the layer where the declared ones allow it.</summary>
    /// <param name="architecture">The net.</param>
    /// <param name="position">The position of the convolution.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="layers">How many declared layers become one.</param>
    /// <returns>The layer, or null where something else stands at the position.</returns>
    public static PooledConvolution? TryCreate(Architecture architecture, int position, IReadOnlyList<Parameter> parameters, out int layers)
    {
        layers = 0;
        if (architecture.Layers[position] is not ConvolutionLayer convolution || position + 1 >= architecture.Layers.Count)
            return null;
        // A rectifier that never falls leaves the largest the largest, so that it may as well come behind the pool.
        float slope = architecture.Layers[position + 1] switch
        {
            ReLU => 0,
            LeakyReLU { Slope: >= 0 and <= 1 } leaky => leaky.Slope,
            _ => 1,
        };
        int pool = architecture.Layers[position + 1] is MaxPool ? position + 1 : position + 2;
        if (pool >= architecture.Layers.Count || architecture.Layers[pool] is not MaxPool window || (pool > position + 1 && slope == 1))
            return null;
        var geometry = PooledGeometry.TryCreate(architecture, position, convolution, pool, window);
        if (geometry is null)
            return null;
        layers = pool - position + 1;
        return new PooledConvolution(geometry, slope, parameters);
    }

    public override void Reserve(int count, int slices, int workers)
    {
        if (_chosen.Length < count * Output.Length)
            _chosen = new int[count * Output.Length];
        _gradients.Reserve(slices, workers);
        while (_biasGradients.Length < slices)
            _biasGradients = [.. _biasGradients, new float[Channels]];
        while (_scratch.Length < workers)
            _scratch = [.. _scratch, new Scratch(this)];
    }

    public override void Prepare()
    {
        if (_version == _weight.Version && _biasVersion == (_bias?.Version ?? 0))
            return;
        (_version, _biasVersion) = (_weight.Version, _bias?.Version ?? 0);
        _bias?.Values.CopyTo(_paddedBias);
        _forward.Pack(_weight.Values);
        int row = _geometry.Visits.RowLength;
        for (int channel = 0; channel < Channels; channel++)
            _geometry.Visits.Pack(_weight.Values[(channel * WeightsOfAChannel)..], _rows.Floats.Slice(channel * row, row));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass)
    {
        var scratch = _scratch[slice.Worker];
        var before = scratch.BeforePool.Floats;
        for (int image = 0; image < slice.Count; image++)
        {
            var source = _geometry.Bordered(input.Slice(image * Input.Length, Input.Length), scratch.Input.Floats);
            TapProducts.Run(_geometry.Forward, _geometry.Forward.Pixels.Length, source, _forward, _paddedBias, before, Channels);
            LargestOfWindow.Run(
                before, _geometry.WindowSize, Channels, _slope, output.Slice(image * Output.Length, Output.Length),
                _chosen.AsSpan((slice.First + image) * Output.Length, Output.Length));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        var scratch = _scratch[slice.Worker];
        float[] biases = _biasGradients[slice.Index];
        Array.Clear(biases);
        _gradients.Clear(slice);
        for (int image = 0; image < slice.Count; image++)
        {
            int first = image * Output.Length;
            var chosen = _chosen.AsSpan(slice.First * Output.Length + first, Output.Length);
            var arriving = scratch.Arriving.AsSpan();
            // The rectifier stands behind the pool here.
            Elementwise.RectifyGradient(output.Slice(first, Output.Length), outputGradient.Slice(first, Output.Length), _slope, arriving);
            ColumnSums.Add(arriving, biases);
            _gradients.Add(_geometry.Bordered(input.Slice(image * Input.Length, Input.Length), scratch.Input.Floats), arriving, chosen, slice);
            if (!inputGradient.IsEmpty)
                PropagateToInput(arriving, chosen, inputGradient.Slice(image * Input.Length, Input.Length), scratch);
        }
    }

    public override void FinishGradients(int part, int worker, in WholeBatch batch)
    {
        int start = part * ChannelsOfAPart;
        int end = Math.Min(Channels, start + ChannelsOfAPart);
        var weights = _weight.EditGradients();
        weights[(start * WeightsOfAChannel)..(end * WeightsOfAChannel)].Clear();
        _gradients.Finish(batch.Slices, start, end, weights);
        if (_bias is null)
            return;
        var biases = _bias.EditGradients()[start..end];
        biases.Clear();
        foreach (float[] gradients in _biasGradients.AsSpan(0, batch.Slices))
            for (int channel = start; channel < end; channel++)
                biases[channel - start] += gradients[channel];
    }

    // Window by window and place by place the channels that chose it: the sums of a place's input gradients stay in registers meanwhile.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PropagateToInput(ReadOnlySpan<float> arriving, ReadOnlySpan<int> chosen, Span<float> target, Scratch scratch)
    {
        int channels = Channels, size = _geometry.WindowSize, row = _geometry.Visits.RowLength;
        var (counts, places, factors) = (scratch.Counts, scratch.Places, scratch.Factors);
        var gradients = scratch.InputGradient.Floats;
        gradients.Clear();
        for (int window = 0; window < _geometry.Windows; window++)
        {
            Array.Clear(counts, 0, size);
            for (int channel = 0; channel < channels; channel++)
            {
                int number = chosen[window * channels + channel];
                float gradient = arriving[window * channels + channel];
                int place = number * channels + counts[number];
                places[place] = channel * row;
                factors[place] = gradient;
                counts[number] += gradient == 0 ? 0 : 1;
            }
            for (int number = 0; number < size; number++)
                if (counts[number] > 0)
                    VisitProducts.AddInputGradients(
                        _rows.Floats, places.AsSpan(number * channels, counts[number]), factors.AsSpan(number * channels, counts[number]),
                        _geometry.Visits, gradients[_geometry.Forward.Pixels[window * size + number]..]);
        }
        _geometry.PaddedInput.Take(gradients, target);
    }

    /// <summary>What one worker needs besides. Behind maps there is room for one more vector.</summary>
    private sealed class Scratch(PooledConvolution owner)
    {
        private const int Slack = 16;

        public AlignedMemory Input { get; } = new(owner._geometry.PaddedInput.IsEmpty ? 0 : (owner._geometry.PaddedInput.Length + Slack) * sizeof(float));

        public AlignedMemory InputGradient { get; } = new((owner._geometry.PaddedInput.Length + Slack) * sizeof(float));

        public AlignedMemory BeforePool { get; } = new(owner._geometry.Forward.Pixels.Length * owner.Channels * sizeof(float));

        public float[] Arriving { get; } = new float[owner.Output.Length];

        public int[] Counts { get; } = new int[owner._geometry.WindowSize];

        public int[] Places { get; } = new int[owner.Channels * owner._geometry.WindowSize];

        public float[] Factors { get; } = new float[owner.Channels * owner._geometry.WindowSize];
    }
}
