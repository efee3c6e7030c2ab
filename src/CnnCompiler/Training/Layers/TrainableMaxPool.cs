using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>Max pooling. Of equal largest values the first, row by row, gets the gradient, as in PyTorch.</summary>
internal sealed class TrainableMaxPool(MaxPool layer, TensorShape input, TensorShape output) : TrainableLayer(input, output)
{
    private readonly PoolWindows _windows = new(layer, input, output);
    private readonly float[] _remaining = new float[input.Channels];

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, int count, Pass pass)
    {
        int channels = Input.Channels;
        int row = Input.Width * channels;
        for (int image = 0, pixel = 0; image < count; image++)
        {
            var map = input.Slice(image * Input.Length, Input.Length);
            for (int y = 0; y < Output.Height; y++)
                for (int x = 0; x < Output.Width; x++, pixel++)
                {
                    var largest = output.Slice(pixel * channels, channels);
                    map.Slice(_windows.Top[y] * row + _windows.Left[x] * channels, channels).CopyTo(largest);
                    for (int iy = _windows.Top[y]; iy < _windows.Bottom[y]; iy++)
                        for (int ix = _windows.Left[x]; ix < _windows.Right[x]; ix++)
                            PixelKernels.Max(map.Slice(iy * row + ix * channels, channels), largest);
                }
        }
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, int count)
    {
        if (inputGradient.IsEmpty)
            return;
        int channels = Input.Channels;
        int row = Input.Width * channels;
        inputGradient[..(count * Input.Length)].Clear();
        for (int image = 0, pixel = 0; image < count; image++)
        {
            var map = input.Slice(image * Input.Length, Input.Length);
            var gradient = inputGradient.Slice(image * Input.Length, Input.Length);
            for (int y = 0; y < Output.Height; y++)
                for (int x = 0; x < Output.Width; x++, pixel++)
                {
                    outputGradient.Slice(pixel * channels, channels).CopyTo(_remaining);
                    var largest = output.Slice(pixel * channels, channels);
                    for (int iy = _windows.Top[y]; iy < _windows.Bottom[y]; iy++)
                        for (int ix = _windows.Left[x]; ix < _windows.Right[x]; ix++)
                        {
                            int place = iy * row + ix * channels;
                            PixelKernels.MaxGradient(map.Slice(place, channels), largest, _remaining, gradient.Slice(place, channels));
                        }
                }
        }
    }
}
