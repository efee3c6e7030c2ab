namespace CnnCompiler.Oracle;

/// <summary>A dilated kernel written as a larger one with zeros between the taps.</summary>
internal static class SpreadKernel
{
    /// <summary>The tensor with its kernel axes (all but the first two) spread.</summary>
    public static (LayerParameter Parameter, float[] Values) Of(int dilation, LayerParameter parameter, float[] values)
    {
        bool sequence = parameter.Shape.Count == 3;
        int height = sequence ? 1 : parameter.Shape[2];
        int width = parameter.Shape[^1];
        int spreadHeight = (height - 1) * dilation + 1;
        int spreadWidth = (width - 1) * dilation + 1;
        int kernels = parameter.Shape[0] * parameter.Shape[1];
        float[] spread = new float[kernels * spreadHeight * spreadWidth];
        for (int kernel = 0; kernel < kernels; kernel++)
            for (int row = 0; row < height; row++)
                for (int column = 0; column < width; column++)
                    spread[(kernel * spreadHeight + row * dilation) * spreadWidth + column * dilation] = values[(kernel * height + row) * width + column];
        int[] shape = [parameter.Shape[0], parameter.Shape[1], .. sequence ? [spreadWidth] : (int[])[spreadHeight, spreadWidth]];
        return (parameter with { Shape = shape }, spread);
    }
}
