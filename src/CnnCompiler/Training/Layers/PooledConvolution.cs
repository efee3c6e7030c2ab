using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnCompiler.Inference;
using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>
/// A convolution, a rectifier or none, and a max pool whose windows do not overlap, as one layer: outputs before the pool exist only for the image at
/// hand, and the backward pass computes with the ones that were chosen alone (<see cref="VisitProducts"/>).
/// </summary>
internal sealed class PooledConvolution : TrainableLayer
{
    // What the visits to a strip of the input read over and over: within the first-level cache with room for the weights.
    private const int MostValuesOfAStrip = 6 * 1024;

    private readonly PooledGeometry _geometry;
    private readonly float _slope;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly TapWeights _forward;
    private readonly AlignedMemory _rows;
    private readonly float[] _paddedBias;
    private int[] _chosen = [];
    private SliceGradients[] _gradients = [];
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
        while (_gradients.Length < slices)
            _gradients = [.. _gradients, new SliceGradients(this)];
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

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        var scratch = _scratch[slice.Worker];
        var gradients = _gradients[slice.Index];
        gradients.Weights.Floats.Clear();
        Array.Clear(gradients.Bias);
        for (int image = 0; image < slice.Count; image++)
        {
            int first = image * Output.Length;
            var chosen = _chosen.AsSpan(slice.First * Output.Length + first, Output.Length);
            var arriving = scratch.Arriving.AsSpan();
            // The rectifier stands behind the pool here.
            Elementwise.RectifyGradient(output.Slice(first, Output.Length), outputGradient.Slice(first, Output.Length), _slope, arriving);
            ColumnSums.Add(arriving, gradients.Bias);
            AddWeightGradients(_geometry.Bordered(input.Slice(image * Input.Length, Input.Length), scratch.Input.Floats), arriving, chosen, gradients, scratch);
            if (!inputGradient.IsEmpty)
                PropagateToInput(arriving, chosen, inputGradient.Slice(image * Input.Length, Input.Length), scratch);
        }
    }

    public override void FinishGradients(int part, int worker, in WholeBatch batch)
    {
        int start = part * ChannelsOfAPart;
        int end = Math.Min(Channels, start + ChannelsOfAPart);
        int row = _geometry.Visits.RowLength;
        var weights = _weight.EditGradients();
        weights[(start * WeightsOfAChannel)..(end * WeightsOfAChannel)].Clear();
        var sums = _gradients[0].Weights.Floats[(start * row)..(end * row)];
        foreach (var gradients in _gradients.AsSpan(1, batch.Slices - 1))
            Elementwise.Add(gradients.Weights.Floats[(start * row)..(end * row)], sums);
        for (int channel = start; channel < end; channel++)
            _geometry.Visits.AddTo(sums[((channel - start) * row)..], weights[(channel * WeightsOfAChannel)..]);
        if (_bias is null)
            return;
        var biases = _bias.EditGradients()[start..end];
        biases.Clear();
        foreach (var gradients in _gradients.AsSpan(0, batch.Slices))
            for (int channel = start; channel < end; channel++)
                biases[channel - start] += gradients.Bias[channel];
    }

    // Channel by channel the visits to a strip of the input: the sums of a channel's weights stay in registers meanwhile.
    private void AddWeightGradients(ReadOnlySpan<float> input, ReadOnlySpan<float> arriving, ReadOnlySpan<int> chosen, SliceGradients gradients, Scratch scratch)
    {
        int windows = _geometry.Windows;
        int row = _geometry.Visits.RowLength;
        int step = Math.Max(1, MostValuesOfAStrip / _geometry.ValuesOfAWindowRow) * Output.Width;
        for (int start = 0; start < windows; start += step)
        {
            int end = Math.Min(windows, start + step);
            GatherByChannel(arriving, chosen, start, end, scratch);
            for (int channel = 0; channel < Channels; channel++)
            {
                int first = channel * windows;
                int count = scratch.Counts[channel];
                VisitProducts.AddWeightGradients(
                    input, scratch.Places.AsSpan(first, count), scratch.Factors.AsSpan(first, count), _geometry.Visits,
                    gradients.Weights.Floats.Slice(channel * row, row));
            }
        }
    }

    // Written without a branch: a visit with no gradient is written and then written over.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherByChannel(ReadOnlySpan<float> arriving, ReadOnlySpan<int> chosen, int start, int end, Scratch scratch)
    {
        int channels = Channels, windows = _geometry.Windows, size = _geometry.WindowSize;
        var (counts, places, factors, pixels) = (scratch.Counts, scratch.Places, scratch.Factors, _geometry.Forward.Pixels);
        Array.Clear(counts);
        ref int count = ref MemoryMarshal.GetArrayDataReference(counts);
        ref int place = ref MemoryMarshal.GetArrayDataReference(places);
        ref float factor = ref MemoryMarshal.GetArrayDataReference(factors);
        for (int window = start; window < end; window++)
        {
            var gradients = arriving.Slice(window * channels, channels);
            var numbers = chosen.Slice(window * channels, channels);
            var choices = pixels.AsSpan(window * size, size);
            for (int channel = 0, first = 0; channel < gradients.Length; channel++, first += windows)
            {
                // A channel has as many places as there are windows, and takes at most one at each.
                int taken = Unsafe.Add(ref count, channel);
                Unsafe.Add(ref place, first + taken) = choices[numbers[channel]];
                Unsafe.Add(ref factor, first + taken) = gradients[channel];
                Unsafe.Add(ref count, channel) = taken + (gradients[channel] == 0 ? 0 : 1);
            }
        }
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

    private sealed class SliceGradients(PooledConvolution owner)
    {
        public AlignedMemory Weights { get; } = new(owner._rows.ByteLength);

        public float[] Bias { get; } = new float[owner.Channels];
    }

    /// <summary>What one worker needs besides. Behind maps there is room for one more vector.</summary>
    private sealed class Scratch(PooledConvolution owner)
    {
        private const int Slack = 16;

        public AlignedMemory Input { get; } = new(owner._geometry.PaddedInput.IsEmpty ? 0 : (owner._geometry.PaddedInput.Length + Slack) * sizeof(float));

        public AlignedMemory InputGradient { get; } = new((owner._geometry.PaddedInput.Length + Slack) * sizeof(float));

        public AlignedMemory BeforePool { get; } = new(owner._geometry.Forward.Pixels.Length * owner.Channels * sizeof(float));

        public float[] Arriving { get; } = new float[owner.Output.Length];

        public int[] Counts { get; } = new int[Math.Max(owner.Channels, owner._geometry.WindowSize)];

        public int[] Places { get; } = new int[owner.Channels * Math.Max(owner._geometry.Windows, owner._geometry.WindowSize)];

        public float[] Factors { get; } = new float[owner.Channels * Math.Max(owner._geometry.Windows, owner._geometry.WindowSize)];
    }
}
