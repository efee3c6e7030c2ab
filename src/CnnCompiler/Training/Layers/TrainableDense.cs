using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>A dense layer: matrix products over the whole batch.</summary>
internal sealed class TrainableDense : TrainableLayer
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly TapWeights _forward;
    private readonly TapWeights _backward;
    private readonly TapWeights _gradients;
    private readonly float[] _paddedBias;
    private readonly float[] _noBias;
    private TapPlan _forwardPlan;
    private TapPlan _backwardPlan;
    private float[] _paddedGradient = [];
    private long _forwardVersion = -1;
    private long _backwardVersion = -1;

    public TrainableDense(Dense layer, TensorShape input, TensorShape output, IReadOnlyList<Parameter> parameters)
        : base(input, output)
    {
        _weight = parameters[0];
        _bias = layer.Bias ? parameters[1] : null;
        Parameters = parameters;
        _forwardPlan = TapPlan.OfRows(0, input.Length, output.Length, 1);
        _backwardPlan = TapPlan.OfRows(0, output.Length, input.Length, input.Length);
        _forward = new TapWeights(_forwardPlan, output.Length, input.Length);
        _gradients = new TapWeights(_forwardPlan, output.Length, input.Length);
        _backward = new TapWeights(_backwardPlan, input.Length, 1);
        _paddedBias = new float[_forward.PaddedLanes];
        _noBias = new float[_backward.PaddedLanes];
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override void Reserve(int count)
    {
        if (count <= _forwardPlan.Pixels.Length)
            return;
        _forwardPlan = TapPlan.OfRows(count, Input.Length, Output.Length, 1);
        _backwardPlan = TapPlan.OfRows(count, Output.Length, Input.Length, Input.Length);
        if (_forward.PaddedLanes != Output.Length)
            _paddedGradient = new float[checked(count * _forward.PaddedLanes)];
    }

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, int count, Pass pass)
    {
        _bias?.Values.CopyTo(_paddedBias);
        if (_forwardVersion != _weight.Version)
            _forward.Pack(_weight.Values);
        _forwardVersion = _weight.Version;
        TapProducts.Run(_forwardPlan, count, input, _forward, _paddedBias, output, Output.Length);
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, int count)
    {
        _gradients.Values.Clear();
        TapGradients.Run(_forwardPlan, count, input, Padded(outputGradient, count), _forward.PaddedLanes, Output.Length, _gradients);
        _gradients.Unpack(_weight.EditGradients());
        if (_bias is not null)
        {
            _bias.EditGradients().Clear();
            ColumnSums.Add(outputGradient[..(count * Output.Length)], _bias.EditGradients());
        }
        if (inputGradient.IsEmpty)
            return;
        if (_backwardVersion != _weight.Version)
            _backward.Pack(_weight.Values);
        _backwardVersion = _weight.Version;
        TapProducts.Run(_backwardPlan, count, outputGradient, _backward, _noBias, inputGradient, Input.Length);
    }

    private ReadOnlySpan<float> Padded(ReadOnlySpan<float> gradient, int count)
    {
        if (_forward.PaddedLanes == Output.Length)
            return gradient;
        for (int image = 0; image < count; image++)
            gradient.Slice(image * Output.Length, Output.Length).CopyTo(_paddedGradient.AsSpan(image * _forward.PaddedLanes));
        return _paddedGradient;
    }
}
