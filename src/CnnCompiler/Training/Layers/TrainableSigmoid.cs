using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>The logistic function.</summary>
internal sealed class TrainableSigmoid(TensorShape shape) : TrainableLayer(shape, shape)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output, int count, Pass pass) =>
        Elementwise.Sigmoid(input[..(count * Input.Length)], output);

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, int count)
    {
        if (!inputGradient.IsEmpty)
            Elementwise.SigmoidGradient(output[..(count * Input.Length)], outputGradient, inputGradient);
    }
}
