using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>Average pooling, with the zeros of the padding counted or not.</summary>
internal sealed class TrainableAveragePool(AveragePool layer, TensorShape input, TensorShape output) : TrainableLayer(input, output)
{
    private readonly PoolWindows _windows = new(layer, input, output);

    public override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass)
    {
        int channels = Input.Channels;
        int row = Input.Width * channels;
        output[..(slice.Count * Output.Length)].Clear();
        for (int image = 0, pixel = 0; image < slice.Count; image++)
        {
            var map = input.Slice(image * Input.Length, Input.Length);
            for (int y = 0; y < Output.Height; y++)
                for (int x = 0; x < Output.Width; x++, pixel++)
                {
                    var mean = output.Slice(pixel * channels, channels);
                    float share = Share(y, x);
                    for (int iy = _windows.Top[y]; iy < _windows.Bottom[y]; iy++)
                        for (int ix = _windows.Left[x]; ix < _windows.Right[x]; ix++)
                            PixelKernels.AddScaled(map.Slice(iy * row + ix * channels, channels), share, mean);
                }
        }
    }

    public override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient, Slice slice)
    {
        if (inputGradient.IsEmpty)
            return;
        int channels = Input.Channels;
        int row = Input.Width * channels;
        inputGradient[..(slice.Count * Input.Length)].Clear();
        for (int image = 0, pixel = 0; image < slice.Count; image++)
        {
            var gradient = inputGradient.Slice(image * Input.Length, Input.Length);
            for (int y = 0; y < Output.Height; y++)
                for (int x = 0; x < Output.Width; x++, pixel++)
                {
                    var arriving = outputGradient.Slice(pixel * channels, channels);
                    float share = Share(y, x);
                    for (int iy = _windows.Top[y]; iy < _windows.Bottom[y]; iy++)
                        for (int ix = _windows.Left[x]; ix < _windows.Right[x]; ix++)
                            PixelKernels.AddScaled(arriving, share, gradient.Slice(iy * row + ix * channels, channels));
                }
        }
    }

    private float Share(int y, int x) => layer.CountIncludePad
        ? 1f / (_windows.Rows.Kernel * _windows.Columns.Kernel)
        : 1f / ((_windows.Bottom[y] - _windows.Top[y]) * (_windows.Right[x] - _windows.Left[x]));
}
