using System.Runtime.CompilerServices;

namespace CnnCompiler.Training.Layers;

/// <summary>Reorders an image from height x width x channels to channels x height x width, the order of PyTorch's <c>nn.Flatten</c>.</summary>
internal sealed class TrainableFlatten(TensorShape input, TensorShape output) : TrainableLayer(input, output)
{
    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass)
    {
        for (int image = 0; image < slice.Count; image++)
            Transpose(
                input.Slice(image * Input.Length, Input.Length), output.Slice(image * Input.Length, Input.Length),
                Input.Height * Input.Width, Input.Channels);
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (inputGradient.IsEmpty)
            return;
        for (int image = 0; image < slice.Count; image++)
            Transpose(
                outputGradient.Slice(image * Input.Length, Input.Length), inputGradient.Slice(image * Input.Length, Input.Length),
                Input.Channels, Input.Height * Input.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(ReadOnlySpan<float> from, Span<float> to, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
        {
            var source = from.Slice(row * columns, columns);
            for (int column = 0; column < source.Length; column++)
                to[column * rows + row] = source[column];
        }
    }
}
