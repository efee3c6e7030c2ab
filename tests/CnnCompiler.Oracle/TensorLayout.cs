namespace CnnCompiler.Oracle;

/// <summary>Moves values between our order (height, width, channels) and that of ONNX and PyTorch (channels, height, width).</summary>
public static class TensorLayout
{
    /// <summary>From height x width x channels to channels x height x width.</summary>
    public static float[] ToChannelsFirst(TensorShape shape, ReadOnlySpan<float> values)
    {
        int pixels = shape.Height * shape.Width;
        float[] result = new float[shape.Length];
        for (int pixel = 0; pixel < pixels; pixel++)
            for (int channel = 0; channel < shape.Channels; channel++)
                result[channel * pixels + pixel] = values[pixel * shape.Channels + channel];
        return result;
    }

    /// <summary>From channels x height x width to height x width x channels.</summary>
    public static float[] ToChannelsLast(TensorShape shape, ReadOnlySpan<float> values)
    {
        int pixels = shape.Height * shape.Width;
        float[] result = new float[shape.Length];
        for (int pixel = 0; pixel < pixels; pixel++)
            for (int channel = 0; channel < shape.Channels; channel++)
                result[pixel * shape.Channels + channel] = values[channel * pixels + pixel];
        return result;
    }
}
