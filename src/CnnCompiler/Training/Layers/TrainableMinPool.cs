namespace CnnCompiler.Training.Layers;

/// <summary>Min pooling. Of equal smallest values the first, row by row, gets the gradient.</summary>
internal sealed class TrainableMinPool(MinPool layer, TensorShape input, TensorShape output) : TrainableLayer(input, output)
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
                    for (int channel = 0; channel < channels; channel++)
                        output[place + channel] = map[first + pixels[Smallest(map[first..], pixels, channel)] + channel];
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
                    for (int channel = 0; channel < channels; channel++)
                        gradient[first + pixels[Smallest(map[first..], pixels, channel)] + channel] += outputGradient[place + channel];
                }
        }
    }

    // NaN where one is NaN, as the maximum has it.
    private static int Smallest(ReadOnlySpan<float> window, ReadOnlySpan<int> pixels, int channel)
    {
        int chosen = 0;
        float smallest = window[pixels[0] + channel];
        for (int pixel = 1; pixel < pixels.Length && !float.IsNaN(smallest); pixel++)
        {
            float value = window[pixels[pixel] + channel];
            if (value < smallest || float.IsNaN(value))
                (smallest, chosen) = (value, pixel);
        }
        return chosen;
    }
}
