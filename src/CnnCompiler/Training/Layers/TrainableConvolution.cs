using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>Convolution on maps and sequences with any stride, dilation, padding and number of groups.</summary>
internal sealed class TrainableConvolution : TrainableLayer
{
    private readonly ConvolutionGeometry _geometry;
    private readonly int _groups;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly TapWeights[] _forward;
    private readonly TapWeights[][] _backward;
    private readonly TapWeights[] _gradients;
    private readonly float[] _paddedBias;
    private readonly float[] _noBias;
    private readonly float[] _paddedInput;
    private readonly float[] _paddedGradient;
    private readonly float[] _groupGradient;
    private long _forwardVersion = -1;
    private long _backwardVersion = -1;

    public TrainableConvolution(ConvolutionLayer layer, TensorShape input, TensorShape output, IReadOnlyList<Parameter> parameters)
        : base(input, output)
    {
        _groups = layer.GroupCount(input);
        _weight = parameters[0];
        _bias = layer.Bias ? parameters[1] : null;
        Parameters = parameters;
        _geometry = new ConvolutionGeometry(input, output, layer.Rows(input), layer.Columns(input), _groups);
        int laneStep = _geometry.GroupInputs * _geometry.KernelArea;
        _forward = PerGroup(_geometry.Forward, _geometry.GroupOutputs, laneStep);
        _gradients = PerGroup(_geometry.Forward, _geometry.GroupOutputs, laneStep);
        _backward = [.. _geometry.Backward.Select(plan => PerGroup(plan, _geometry.GroupInputs, _geometry.KernelArea))];
        _paddedBias = new float[_groups * _forward[0].PaddedLanes];
        _noBias = new float[LaneCount.RoundUp(_geometry.GroupInputs, 16)];
        _paddedInput = new float[_geometry.PaddedInput.IsEmpty ? 0 : _geometry.PaddedInput.Length];
        _paddedGradient = new float[_geometry.PaddedGradient.IsEmpty ? 0 : _geometry.PaddedGradient.Length];
        _groupGradient = new float[ReadsGradientInPlace ? 0 : output.Height * output.Width * _forward[0].PaddedLanes];
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    // Vectors of the output gradient may be read where it lies only if no vector reaches into the next pixel.
    private bool ReadsGradientInPlace => _geometry.GroupOutputs == _forward[0].PaddedLanes;

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, int count, Pass pass)
    {
        PackForward();
        int lanes = _geometry.GroupOutputs;
        int padded = _forward[0].PaddedLanes;
        for (int image = 0; image < count; image++)
        {
            var source = Bordered(_geometry.PaddedInput, input.Slice(image * Input.Length, Input.Length), _paddedInput);
            var target = output.Slice(image * Output.Length, Output.Length);
            for (int group = 0; group < _groups; group++)
                TapProducts.Run(
                    _geometry.Forward, _geometry.Forward.Pixels.Length, source[(group * _geometry.GroupInputs)..], _forward[group],
                    _paddedBias.AsSpan(group * padded, padded), target[(group * lanes)..], lanes);
        }
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, int count)
    {
        foreach (var gradients in _gradients)
            gradients.Values.Clear();
        _bias?.EditGradients().Clear();
        if (!inputGradient.IsEmpty)
            PackBackward();
        for (int image = 0; image < count; image++)
        {
            var arriving = outputGradient.Slice(image * Output.Length, Output.Length);
            AddWeightGradients(input.Slice(image * Input.Length, Input.Length), arriving);
            if (_bias is not null)
                ColumnSums.Add(arriving, _bias.EditGradients());
            if (!inputGradient.IsEmpty)
                PropagateToInput(arriving, inputGradient.Slice(image * Input.Length, Input.Length));
        }
        for (int group = 0; group < _groups; group++)
            _gradients[group].Unpack(_weight.EditGradients()[(group * GroupWeights)..]);
    }

    private int GroupWeights => _weight.Length / _groups;

    private TapWeights[] PerGroup(TapPlan plan, int lanes, int laneStep)
    {
        var packed = new TapWeights[_groups];
        for (int group = 0; group < _groups; group++)
            packed[group] = new TapWeights(plan, lanes, laneStep);
        return packed;
    }

    private static ReadOnlySpan<float> Bordered(Border border, ReadOnlySpan<float> map, Span<float> scratch)
    {
        if (border.IsEmpty)
            return map;
        border.Fill(map, scratch);
        return scratch;
    }

    private void AddWeightGradients(ReadOnlySpan<float> image, ReadOnlySpan<float> arriving)
    {
        var source = Bordered(_geometry.PaddedInput, image, _paddedInput);
        int lanes = _geometry.GroupOutputs;
        int padded = _forward[0].PaddedLanes;
        int pixels = _geometry.Forward.Pixels.Length;
        for (int group = 0; group < _groups; group++)
        {
            var gradient = arriving[(group * lanes)..];
            int step = Output.Channels;
            if (!ReadsGradientInPlace)
            {
                for (int pixel = 0; pixel < pixels; pixel++)
                    gradient.Slice(pixel * Output.Channels, lanes).CopyTo(_groupGradient.AsSpan(pixel * padded));
                gradient = _groupGradient;
                step = padded;
            }
            TapGradients.Run(_geometry.Forward, pixels, source[(group * _geometry.GroupInputs)..], gradient, step, lanes, _gradients[group]);
        }
    }

    private void PropagateToInput(ReadOnlySpan<float> arriving, Span<float> target)
    {
        target.Clear();
        var source = Bordered(_geometry.PaddedGradient, arriving, _paddedGradient);
        for (int part = 0; part < _backward.Length; part++)
        {
            var plan = _geometry.Backward[part];
            for (int group = 0; group < _groups; group++)
                TapProducts.Run(
                    plan, plan.Pixels.Length, source[(group * _geometry.GroupOutputs)..], _backward[part][group], _noBias,
                    target[(group * _geometry.GroupInputs)..], _geometry.GroupInputs);
        }
    }

    private void PackForward()
    {
        if (_bias is not null)
            for (int group = 0; group < _groups; group++)
                _bias.Values.Slice(group * _geometry.GroupOutputs, _geometry.GroupOutputs).CopyTo(_paddedBias.AsSpan(group * _forward[0].PaddedLanes));
        if (_forwardVersion == _weight.Version)
            return;
        for (int group = 0; group < _groups; group++)
            _forward[group].Pack(_weight.Values[(group * GroupWeights)..]);
        _forwardVersion = _weight.Version;
    }

    private void PackBackward()
    {
        if (_backwardVersion == _weight.Version)
            return;
        foreach (var part in _backward)
            for (int group = 0; group < _groups; group++)
                part[group].Pack(_weight.Values[(group * GroupWeights)..]);
        _backwardVersion = _weight.Version;
    }
}
