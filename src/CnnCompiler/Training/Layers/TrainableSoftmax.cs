using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>Softmax over all features, or over the channels of each pixel of a map.</summary>
internal sealed class TrainableSoftmax(TensorShape shape) : TrainableLayer(shape, shape)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass)
    {
        int row = Input.Channels;
        for (int start = 0; start < slice.Count * Input.Length; start += row)
            SoftmaxRows.Row(input.Slice(start, row), output.Slice(start, row));
    }

    // dx = y * (dy - sum of dy * y).
    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (inputGradient.IsEmpty)
            return;
        int row = Input.Channels;
        for (int start = 0; start < slice.Count * Input.Length; start += row)
        {
            double common = 0;
            for (int index = start; index < start + row; index++)
                common += (double)outputGradient[index] * output[index];
            for (int index = start; index < start + row; index++)
                inputGradient[index] = output[index] * (outputGradient[index] - (float)common);
        }
    }
}
