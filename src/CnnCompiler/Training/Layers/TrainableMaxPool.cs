using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>Max pooling. Of equal largest values the first, row by row, gets the gradient, as in PyTorch.</summary>
internal sealed class TrainableMaxPool(MaxPool layer, TensorShape input, TensorShape output) : TrainableExtremePool(layer, input, output)
{
    private protected override void Choose(ReadOnlySpan<float> x, ReadOnlySpan<int> pixels, Span<float> y) => MaxWindow.Run(x, pixels, y);

    private protected override void ChooseGradient(ReadOnlySpan<float> x, ReadOnlySpan<int> pixels, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        MaxWindow.RunGradient(x, pixels, y, dy, dx);
}
