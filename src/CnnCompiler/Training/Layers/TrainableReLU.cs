using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>x where x is positive, otherwise slope * x: <see cref="ReLU"/> with a slope of 0, <see cref="LeakyReLU"/> with its own.</summary>
internal sealed class TrainableReLU(TensorShape shape, float slope) : TrainableLayer(shape, shape)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass) =>
        Elementwise.Rectify(input[..(slice.Count * Input.Length)], slope, output);

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (!inputGradient.IsEmpty)
            Elementwise.RectifyGradient(input[..(slice.Count * Input.Length)], outputGradient, slope, inputGradient);
    }
}
