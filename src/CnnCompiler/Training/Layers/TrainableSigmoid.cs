using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>The logistic function.</summary>
internal sealed class TrainableSigmoid(TensorShape shape) : TrainableLayer(shape, shape)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass) =>
        Elementwise.Sigmoid(input[..(slice.Count * Input.Length)], output);

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (!inputGradient.IsEmpty)
            Elementwise.SigmoidGradient(output[..(slice.Count * Input.Length)], outputGradient, inputGradient);
    }
}
