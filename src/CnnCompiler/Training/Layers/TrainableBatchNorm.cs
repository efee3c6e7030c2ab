using CnnCompiler.Training.Kernels;

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

    public TrainableBatchNorm(BatchNorm layer, TensorShape shape, IReadOnlyList<Parameter> parameters)
        : base(shape, shape)
    {
        (_layer, Parameters) = (layer, parameters);
        (_weight, _bias, _runningMean, _runningVariance) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        (_mean, _inverse) = (new float[shape.Channels], new float[shape.Channels]);
        (_sum, _secondSum) = (new double[shape.Channels], new double[shape.Channels]);
        (_scale, _shift) = (new float[shape.Channels], new float[shape.Channels]);
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, int count, Pass pass)
    {
        var values = input[..(count * Input.Length)];
        if (pass.Training)
            Measure(values);
        else
            TakeRunning();
        for (int channel = 0; channel < _mean.Length; channel++)
        {
            _scale[channel] = _inverse[channel] * _weight.Values[channel];
            _shift[channel] = _bias.Values[channel];
        }
        for (int start = 0; start < values.Length; start += _mean.Length)
            for (int channel = 0; channel < _mean.Length; channel++)
                output[start + channel] = (values[start + channel] - _mean[channel]) * _scale[channel] + _shift[channel];
    }

    // dbias = sum dy; dweight = sum dy * xhat; dx = weight / deviation * (dy - mean(dy) - xhat * mean(dy * xhat)).
    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, int count)
    {
        int channels = _mean.Length;
        int length = count * Input.Length;
        Array.Clear(_sum);
        Array.Clear(_secondSum);
        for (int start = 0; start < length; start += channels)
            for (int channel = 0; channel < channels; channel++)
            {
                float gradient = outputGradient[start + channel];
                _sum[channel] += gradient;
                _secondSum[channel] += gradient * ((input[start + channel] - _mean[channel]) * _inverse[channel]);
            }
        var weightGradient = _weight.EditGradients();
        var biasGradient = _bias.EditGradients();
        double share = (double)channels / length;
        for (int channel = 0; channel < channels; channel++)
        {
            weightGradient[channel] = (float)_secondSum[channel];
            biasGradient[channel] = (float)_sum[channel];
            _shift[channel] = (float)(_sum[channel] * share);
            _scale[channel] = (float)(_secondSum[channel] * share) * _inverse[channel];
        }
        if (inputGradient.IsEmpty)
            return;
        var weight = _weight.Values;
        for (int start = 0; start < length; start += channels)
            for (int channel = 0; channel < channels; channel++)
                inputGradient[start + channel] = weight[channel] * _inverse[channel] *
                    (outputGradient[start + channel] - _shift[channel] - (input[start + channel] - _mean[channel]) * _scale[channel]);
    }

    private void Measure(ReadOnlySpan<float> values)
    {
        int channels = _mean.Length;
        long count = values.Length / channels;
        Array.Clear(_sum);
        Array.Clear(_secondSum);
        for (int start = 0; start < values.Length; start += channels)
            for (int channel = 0; channel < channels; channel++)
                _sum[channel] += values[start + channel];
        for (int channel = 0; channel < channels; channel++)
            _sum[channel] /= count;
        for (int start = 0; start < values.Length; start += channels)
            for (int channel = 0; channel < channels; channel++)
            {
                double difference = values[start + channel] - _sum[channel];
                _secondSum[channel] += difference * difference;
            }
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
}
