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
    private readonly float[] _paddedBias;
    private readonly float[] _noBias;
    private SliceGradients[] _gradients = [];
    private Scratch[] _scratch = [];
    private long _version = -1;
    private long _biasVersion = -1;

    public TrainableConvolution(ConvolutionLayer layer, TensorShape input, TensorShape output, IReadOnlyList<Parameter> parameters)
        : base(input, output)
    {
        _groups = layer.GroupCount(input);
        _weight = parameters[0];
        _bias = layer.Bias ? parameters[1] : null;
        Parameters = parameters;
        _geometry = new ConvolutionGeometry(input, output, layer.Rows(input), layer.Columns(input), _groups);
        _forward = PerGroup(_geometry.Forward, _geometry.GroupOutputs, LaneStep);
        _backward = [.. _geometry.Backward.Select(plan => PerGroup(plan, _geometry.GroupInputs, _geometry.KernelArea))];
        _paddedBias = new float[_groups * _forward[0].PaddedLanes];
        _noBias = new float[LaneCount.RoundUp(_geometry.GroupInputs, 16)];
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    // Vectors of the output gradient may be read where it lies only if no vector reaches into the next pixel.
    private bool ReadsGradientInPlace => _geometry.GroupOutputs == _forward[0].PaddedLanes;

    public override int GradientParts => 1;

    public override void Reserve(int count, int slices, int workers)
    {
        while (_gradients.Length < slices)
            _gradients = [.. _gradients, new SliceGradients(PerGroup(_geometry.Forward, _geometry.GroupOutputs, LaneStep), _bias?.Length ?? 0)];
        while (_scratch.Length < workers)
            _scratch = [.. _scratch, new Scratch(this)];
    }

    public override void Prepare()
    {
        if (_version == _weight.Version && _biasVersion == (_bias?.Version ?? 0))
            return;
        (_version, _biasVersion) = (_weight.Version, _bias?.Version ?? 0);
        for (int group = 0; group < _groups; group++)
        {
            _bias?.Values.Slice(group * _geometry.GroupOutputs, _geometry.GroupOutputs).CopyTo(_paddedBias.AsSpan(group * _forward[0].PaddedLanes));
            _forward[group].Pack(_weight.Values[(group * GroupWeights)..]);
            foreach (var part in _backward)
                part[group].Pack(_weight.Values[(group * GroupWeights)..]);
        }
    }

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass)
    {
        int lanes = _geometry.GroupOutputs;
        int padded = _forward[0].PaddedLanes;
        for (int image = 0; image < slice.Count; image++)
        {
            var source = Bordered(_geometry.PaddedInput, input.Slice(image * Input.Length, Input.Length), _scratch[slice.Worker].Input);
            var target = output.Slice(image * Output.Length, Output.Length);
            for (int group = 0; group < _groups; group++)
                TapProducts.Run(
                    _geometry.Forward, _geometry.Forward.Pixels.Length, source[(group * _geometry.GroupInputs)..], _forward[group],
                    _paddedBias.AsSpan(group * padded, padded), target[(group * lanes)..], lanes);
        }
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        var gradients = _gradients[slice.Index];
        gradients.Clear();
        for (int image = 0; image < slice.Count; image++)
        {
            var arriving = outputGradient.Slice(image * Output.Length, Output.Length);
            AddWeightGradients(input.Slice(image * Input.Length, Input.Length), arriving, gradients, _scratch[slice.Worker]);
            if (_bias is not null)
                ColumnSums.Add(arriving, gradients.Bias);
            if (!inputGradient.IsEmpty)
                PropagateToInput(arriving, inputGradient.Slice(image * Input.Length, Input.Length), _scratch[slice.Worker]);
        }
    }

    public override void FinishGradients(int part, int worker, in WholeBatch batch)
    {
        _weight.EditGradients().Clear();
        var sums = _gradients[0];
        foreach (var gradients in _gradients.AsSpan(1, batch.Slices - 1))
        {
            Elementwise.Add(gradients.Bias, sums.Bias);
            for (int group = 0; group < _groups; group++)
                Elementwise.Add(gradients.Weights[group].Values, sums.Weights[group].Values);
        }
        sums.Bias.CopyTo(_bias is null ? [] : _bias.EditGradients());
        for (int group = 0; group < _groups; group++)
            sums.Weights[group].AddTo(_weight.EditGradients()[(group * GroupWeights)..]);
    }

    private int LaneStep => _geometry.GroupInputs * _geometry.KernelArea;

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

    private void AddWeightGradients(ReadOnlySpan<float> image, ReadOnlySpan<float> arriving, SliceGradients gradients, Scratch scratch)
    {
        var source = Bordered(_geometry.PaddedInput, image, scratch.Input);
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
                    gradient.Slice(pixel * Output.Channels, lanes).CopyTo(scratch.Group.AsSpan(pixel * padded));
                gradient = scratch.Group;
                step = padded;
            }
            TapGradients.Run(_geometry.Forward, pixels, source[(group * _geometry.GroupInputs)..], gradient, step, lanes, gradients.Weights[group]);
        }
    }

    private void PropagateToInput(ReadOnlySpan<float> arriving, Span<float> target, Scratch scratch)
    {
        target.Clear();
        var source = Bordered(_geometry.PaddedGradient, arriving, scratch.Gradient);
        for (int part = 0; part < _backward.Length; part++)
        {
            var plan = _geometry.Backward[part];
            for (int group = 0; group < _groups; group++)
                TapProducts.Run(
                    plan, plan.Pixels.Length, source[(group * _geometry.GroupOutputs)..], _backward[part][group], _noBias,
                    target[(group * _geometry.GroupInputs)..], _geometry.GroupInputs);
        }
    }

    /// <summary>The gradients that one slice adds up.</summary>
    private sealed class SliceGradients(TapWeights[] weights, int biases)
    {
        public TapWeights[] Weights { get; } = weights;

        public float[] Bias { get; } = new float[biases];

        public void Clear()
        {
            Array.Clear(Bias);
            foreach (var group in Weights)
                group.Values.Clear();
        }
    }

    /// <summary>What one worker needs besides.</summary>
    private sealed class Scratch(TrainableConvolution owner)
    {
        public float[] Input { get; } = new float[owner._geometry.PaddedInput.IsEmpty ? 0 : owner._geometry.PaddedInput.Length];

        public float[] Gradient { get; } = new float[owner._geometry.PaddedGradient.IsEmpty ? 0 : owner._geometry.PaddedGradient.Length];

        public float[] Group { get; } = new float[owner.ReadsGradientInPlace ? 0 : owner.Output.Height * owner.Output.Width * owner._forward[0].PaddedLanes];
    }
}
