using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>The hyperbolic tangent.</summary>
internal sealed class TrainableTanh(TensorShape shape) : TrainableLayer(shape, shape)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass) =>
        Elementwise.Tanh(input[..(slice.Count * Input.Length)], output);

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (!inputGradient.IsEmpty)
            Elementwise.TanhGradient(output[..(slice.Count * Input.Length)], outputGradient, inputGradient);
    }
}
