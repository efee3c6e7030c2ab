namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Windows over the axes behind N x C.</summary>
internal static class SpatialWindows
{
    /// <summary>
    /// The number of places a pool's window takes. Rounding up adds a last window that is not all inside the padded input, unless it would start behind the
    /// input and the padding in front of it (ONNX MaxPool and AveragePool, ceil_mode).
    /// </summary>
    public static int PoolLength(WindowGeometry window, int length, bool roundsUp)
    {
        if (!roundsUp)
            return window.OutputLength(length);
        int room = length + window.PadBefore + window.PadAfter - window.Extent;
        if (room < 0)
            return 0;
        int count = (room + window.Stride - 1) / window.Stride + 1;
        return (count - 1) * window.Stride >= length + window.PadBefore ? count - 1 : count;
    }

    /// <summary>N, a number of channels, and the lengths.</summary>
    public static TensorType Type(TensorType input, int channels, IReadOnlyList<int> lengths) => new(input.Element, [input.Shape[0], channels, .. lengths]);

    public static void Check(TensorType input, EquatableArray<WindowGeometry> windows, IReadOnlyList<int> lengths)
    {
        if (windows.Count == 0 || input.Rank != windows.Count + 2 || lengths.Count != windows.Count)
            throw new ArgumentException($"A window of {windows.Count} axes needs N x C and as many axes behind them; found {input}.");
        if (windows.Any(window => window.Kernel <= 0 || window.Stride <= 0 || window.Dilation <= 0) || lengths.Any(length => length < 0))
            throw new ArgumentException($"Kernels, strides and dilations are above 0; found {Describe(windows)}.");
    }

    public static string Describe(EquatableArray<WindowGeometry> windows)
    {
        string text = Join("x", window => window.Kernel);
        if (windows.Any(window => window.Stride != 1))
            text += " stride " + Join("x", window => window.Stride);
        if (windows.Any(window => window.Dilation != 1))
            text += " dilation " + Join("x", window => window.Dilation);
        if (windows.Any(window => window.PadBefore != 0 || window.PadAfter != 0))
            text += " pads " + Join(",", window => window.PadBefore) + "," + Join(",", window => window.PadAfter);
        return text;

        string Join(string separator, Func<WindowGeometry, int> number) => string.Join(separator, windows.Select(window => CSharp.Literal(number(window))));
    }
}
