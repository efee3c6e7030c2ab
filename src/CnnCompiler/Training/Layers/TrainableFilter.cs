namespace CnnCompiler.Training.Layers;

/// <summary>A convolution with the values of the declaration: gradients go through it, and it has no parameters to change or to save.</summary>
internal sealed class TrainableFilter : TrainableLayer
{
    private readonly TrainableConvolution _convolution;

    public TrainableFilter(Filter filter, TensorShape input, TensorShape output)
        : base(input, output)
    {
        var layer = filter.Convolution(input);
        var weight = new Parameter("weight", layer.Parameters(input)[0] with { Trainable = false });
        weight.SetValues(filter.Kernel(input));
        _convolution = new TrainableConvolution(layer, input, output, [weight]);
    }

    public override void Reserve(int count, int slices, int workers) => _convolution.Reserve(count, slices, workers);

    public override void Prepare() => _convolution.Prepare();

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass) => _convolution.Forward(input, output, slice, pass);

    // The convolution's sums of weight gradients are left where they are: nobody finishes them.
    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice) =>
        _convolution.Backward(input, output, outputGradient, inputGradient, slice);
}
