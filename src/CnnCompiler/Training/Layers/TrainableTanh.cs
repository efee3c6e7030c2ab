using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>The hyperbolic tangent.</summary>
internal sealed class TrainableTanh(TensorShape shape) : TrainableLayer(shape, shape)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output, int count, Pass pass) =>
        Elementwise.Tanh(input[..(count * Input.Length)], output);

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, int count)
    {
        if (!inputGradient.IsEmpty)
            Elementwise.TanhGradient(output[..(count * Input.Length)], outputGradient, inputGradient);
    }
}
