using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>The beginning of a residual block: its input goes two ways, and the gradients that come back over both are added.</summary>
internal sealed class TrainableResidual(TensorShape shape) : TrainableLayer(shape, shape)
{
    private BatchValues? _overShortcut;

    /// <summary>The values, by their number in the net, whose gradients come back over the short cut.</summary>
    public int OverShortcut { get; set; }

    public override void Connect(IReadOnlyList<BatchValues> values, IReadOnlyList<BatchValues> gradients) => _overShortcut = gradients[OverShortcut];

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass) => input.CopyTo(output);

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (inputGradient.IsEmpty)
            return;
        outputGradient.CopyTo(inputGradient);
        Elementwise.Add(_overShortcut!.Of(slice), inputGradient);
    }
}
