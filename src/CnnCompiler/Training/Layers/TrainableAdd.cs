using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>The end of a residual block: the sum of what comes in and of values from further up.</summary>
internal sealed class TrainableAdd(TensorShape shape) : TrainableLayer(shape, shape)
{
    private BatchValues? _other;

    /// <summary>The number, in the net, of the values to be added.</summary>
    public int Other { get; set; }

    public override void Connect(IReadOnlyList<BatchValues> values, IReadOnlyList<BatchValues> gradients) => _other = values[Other];

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass)
    {
        input.CopyTo(output);
        Elementwise.Add(_other!.Of(slice), output);
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (!inputGradient.IsEmpty)
            outputGradient.CopyTo(inputGradient);
    }
}
