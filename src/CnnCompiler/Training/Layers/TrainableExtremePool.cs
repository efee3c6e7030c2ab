namespace CnnCompiler.Training.Layers;

/// <summary>What max and min pooling share: one value of each window comes out, and gets the gradient.</summary>
internal abstract class TrainableExtremePool(PoolLayer layer, TensorShape input, TensorShape output) : TrainableLayer(input, output)
{
    private readonly PoolWindows _windows = new(layer, input, output);

    /// <summary>The value of a window, channel by channel.</summary>
    /// <param name="x">The input, from the window's first pixel on.</param>
    /// <param name="pixels">How far the window's pixels lie behind the first; at least one.</param>
    /// <param name="y">Takes the value of each channel.</param>
    private protected abstract void Choose(ReadOnlySpan<float> x, ReadOnlySpan<int> pixels, Span<float> y);

    /// <summary>Adds the gradient of each channel's value to the pixel that it came from.</summary>
    /// <param name="x">The input, from the window's first pixel on.</param>
    /// <param name="pixels">How far the window's pixels lie behind the first.</param>
    /// <param name="y">The value of each channel.</param>
    /// <param name="dy">Its gradient.</param>
    /// <param name="dx">The gradients of the input, from the window's first pixel on.</param>
    private protected abstract void ChooseGradient(ReadOnlySpan<float> x, ReadOnlySpan<int> pixels, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx);

    public sealed override void Forward(ReadOnlySpan<float> input, Span<float> output, Slice slice, Pass pass)
    {
        int channels = Input.Channels;
        for (int image = 0, place = 0; image < slice.Count; image++)
        {
            var map = input.Slice(image * Input.Length, Input.Length);
            for (int y = 0; y < Output.Height; y++)
                for (int x = 0; x < Output.Width; x++, place += channels)
                {
                    var pixels = _windows.Pixels(y, x, out int first);
                    Choose(map[first..], pixels, output.Slice(place, channels));
                }
        }
    }

    public sealed override void Backward(
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
                    ChooseGradient(map[first..], pixels, output.Slice(place, channels), outputGradient.Slice(place, channels), gradient[first..]);
                }
        }
    }
}
