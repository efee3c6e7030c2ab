using CnnCompiler.Training.Kernels;
using CnnCompiler.Training.Parallel;

namespace CnnCompiler.Training.Layers;

/// <summary>Batch normalisation over all pixels of all images of a batch, a mean and variance for each channel.</summary>
/// <remarks>
/// Training divides by the batch's biased variance and lets the running one take up the unbiased, as PyTorch does. With only one value for a
/// channel there is no unbiased variance: then the running statistics stay as they are.
/// </remarks>
internal sealed class TrainableBatchNorm : TrainableLayer
{
    private readonly BatchNorm _layer;
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly Parameter _runningMean;
    private readonly Parameter _runningVariance;
    private readonly float[] _mean;
    private readonly float[] _inverse;
    private readonly double[] _sum;
    private readonly double[] _secondSum;
    private readonly float[] _scale;
    private readonly float[] _shift;
    private readonly float[] _factor;
    private readonly SumJob _sums;
    private double[] _sliceSums = [];

    public TrainableBatchNorm(BatchNorm layer, TensorShape shape, IReadOnlyList<Parameter> parameters)
        : base(shape, shape)
    {
        (_layer, Parameters) = (layer, parameters);
        (_weight, _bias, _runningMean, _runningVariance) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        (_mean, _inverse) = (new float[shape.Channels], new float[shape.Channels]);
        (_sum, _secondSum) = (new double[shape.Channels], new double[shape.Channels]);
        (_scale, _shift, _factor) = (new float[shape.Channels], new float[shape.Channels], new float[shape.Channels]);
        _sums = new SumJob(this);
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override bool GathersBatch => true;

    public override void Reserve(int count, int slices, int workers)
    {
        if (_sliceSums.Length < 2 * slices * _mean.Length)
            _sliceSums = new double[2 * slices * _mean.Length];
    }

    public override void BeginForward(in WholeBatch batch)
    {
        if (batch.Pass.Training)
            Measure(batch);
        else
            TakeRunning();
        for (int channel = 0; channel < _mean.Length; channel++)
        {
            _scale[channel] = _inverse[channel] * _weight.Values[channel];
            _shift[channel] = _bias.Values[channel];
        }
    }

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass) =>
        ChannelKernels.Normalize(input, _mean, _scale, _shift, output);

    // dbias = sum dy; dweight = sum dy * xhat; dx = weight / deviation * (dy - mean(dy) - xhat * mean(dy * xhat)).
    public override void BeginBackward(in WholeBatch batch)
    {
        _sums.Run(batch, Sums.OfGradients);
        var weightGradient = _weight.EditGradients();
        var biasGradient = _bias.EditGradients();
        double share = (double)_mean.Length / ((long)batch.Count * Input.Length);
        for (int channel = 0; channel < _mean.Length; channel++)
        {
            weightGradient[channel] = (float)_secondSum[channel];
            biasGradient[channel] = (float)_sum[channel];
            _shift[channel] = (float)(_sum[channel] * share);
            _scale[channel] = (float)(_secondSum[channel] * share) * _inverse[channel];
            _factor[channel] = _weight.Values[channel] * _inverse[channel];
        }
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (inputGradient.IsEmpty)
            return;
        ChannelKernels.NormalizeGradient(input, outputGradient, _mean, _factor, _scale, _shift, inputGradient);
    }

    private void Measure(in WholeBatch batch)
    {
        int channels = _mean.Length;
        long count = (long)batch.Count * Input.Length / channels;
        _sums.Run(batch, Sums.OfValues);
        for (int channel = 0; channel < channels; channel++)
            _sum[channel] /= count;
        _sums.Run(batch, Sums.OfSquares);
        var mean = _runningMean.Edit();
        var variance = _runningVariance.Edit();
        float momentum = _layer.Momentum;
        for (int channel = 0; channel < channels; channel++)
        {
            _mean[channel] = (float)_sum[channel];
            _inverse[channel] = (float)(1 / Math.Sqrt(_secondSum[channel] / count + _layer.Epsilon));
            if (count == 1)
                continue;
            mean[channel] = (1 - momentum) * mean[channel] + momentum * _mean[channel];
            variance[channel] = (1 - momentum) * variance[channel] + momentum * (float)(_secondSum[channel] / (count - 1));
        }
    }

    private void TakeRunning()
    {
        _runningMean.Values.CopyTo(_mean);
        for (int channel = 0; channel < _inverse.Length; channel++)
            _inverse[channel] = (float)(1 / Math.Sqrt((double)_runningVariance.Values[channel] + _layer.Epsilon));
    }

    private enum Sums
    {
        OfValues,
        OfSquares,
        OfGradients,
    }

    // Sums over each slice, then over the slices in their order.
    private sealed class SumJob(TrainableBatchNorm owner) : TeamJob
    {
        private WholeBatch _batch;
        private Sums _kind;

        public void Run(in WholeBatch batch, Sums kind)
        {
            (_batch, _kind) = (batch, kind);
            batch.Team.Run(this, batch.Slices);
            if (kind != Sums.OfSquares)
                Add(owner._sum, 0);
            if (kind != Sums.OfValues)
                Add(owner._secondSum, 1);
            _batch = default;
        }

        public override void Run(int part, int worker)
        {
            var slice = Slice.Of(part, _batch.Slices, _batch.Count, worker);
            int channels = owner._mean.Length;
            var first = owner._sliceSums.AsSpan(2 * part * channels, channels);
            var second = owner._sliceSums.AsSpan((2 * part + 1) * channels, channels);
            first.Clear();
            second.Clear();
            ReadOnlySpan<float> values = _batch.Input.Of(slice);
            switch (_kind)
            {
                case Sums.OfValues:
                    ChannelKernels.AddValues(values, first);
                    break;
                case Sums.OfSquares:
                    ChannelKernels.AddSquares(values, owner._sum, second);
                    break;
                default:
                    ChannelKernels.AddGradients(values, _batch.OutputGradient.Of(slice), owner._mean, owner._inverse, first, second);
                    break;
            }
        }

        private void Add(double[] sums, int half)
        {
            Array.Clear(sums);
            for (int slice = 0; slice < _batch.Slices; slice++)
                for (int channel = 0; channel < sums.Length; channel++)
                    sums[channel] += owner._sliceSums[(2 * slice + half) * sums.Length + channel];
        }
    }
}
