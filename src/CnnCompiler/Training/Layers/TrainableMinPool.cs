namespace CnnCompiler.Training.Layers;

/// <summary>Min pooling. Of equal smallest values the first, row by row, gets the gradient.</summary>
internal sealed class TrainableMinPool(MinPool layer, TensorShape input, TensorShape output) : TrainableExtremePool(layer, input, output)
{
    private protected override void Choose(ReadOnlySpan<float> x, ReadOnlySpan<int> pixels, Span<float> y)
    {
        for (int channel = 0; channel < y.Length; channel++)
            y[channel] = x[pixels[Smallest(x, pixels, channel)] + channel];
    }

    private protected override void ChooseGradient(ReadOnlySpan<float> x, ReadOnlySpan<int> pixels, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        for (int channel = 0; channel < y.Length; channel++)
            dx[pixels[Smallest(x, pixels, channel)] + channel] += dy[channel];
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
