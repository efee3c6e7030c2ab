using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>Max pooling. Of equal largest values the first, row by row, gets the gradient, as in PyTorch.</summary>
internal sealed class TrainableMaxPool(MaxPool layer, TensorShape input, TensorShape output) : TrainableLayer(input, output)
{
    private readonly PoolWindows _windows = new(layer, input, output);

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass)
    {
        int channels = Input.Channels;
        for (int image = 0, place = 0; image < slice.Count; image++)
        {
            var map = input.Slice(image * Input.Length, Input.Length);
            for (int y = 0; y < Output.Height; y++)
                for (int x = 0; x < Output.Width; x++, place += channels)
                {
                    var pixels = _windows.Pixels(y, x, out int first);
                    MaxWindow.Run(map[first..], pixels, output.Slice(place, channels));
                }
        }
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (inputGradient.IsEmpty)
            return;
        int channels = Input.Channels;
        inputGradient[..(slice.Count * Input.Length)].Clear();
        for (int image = 0, place = 0; image < slice.Count; image++)
        {
            var map = input.Slice(image * Input.Length, Input.Length);
            var gradient = inputGradient.Slice(image * Input.Length, Input.Length);
            for (int y = 0; y < Output.Height; y++)
                for (int x = 0; x < Output.Width; x++, place += channels)
                {
                    var pixels = _windows.Pixels(y, x, out int first);
                    MaxWindow.RunGradient(
                        map[first..], pixels, output.Slice(place, channels), outputGradient.Slice(place, channels), gradient[first..]);
                }
        }
    }
}
