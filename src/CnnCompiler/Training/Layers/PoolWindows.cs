namespace CnnCompiler.Training.Layers;

/// <summary>The windows of a pool, each cut to what lies inside the input.</summary>
internal sealed class PoolWindows
{
    private readonly TensorShape _input;
    private readonly int[][] _pixels;
    private readonly int _most;

    public PoolWindows(PoolLayer layer, TensorShape input, TensorShape output)
    {
        _input = input;
        (Rows, Columns) = (layer.Rows(input), layer.Columns(input));
        (Top, Bottom) = Cut(Rows, input.Height, output.Height);
        (Left, Right) = Cut(Columns, input.Width, output.Width);
        // A list for every extent that a window has after cutting.
        _most = Math.Min(Columns.Kernel, input.Width) + 1;
        _pixels = new int[(Math.Min(Rows.Kernel, input.Height) + 1) * _most][];
        for (int y = 0; y < output.Height; y++)
            for (int x = 0; x < output.Width; x++)
                _pixels[Extent(y, x)] ??= List(Bottom[y] - Top[y], Right[x] - Left[x]);
    }

    /// <summary>The window along the rows.</summary>
    public WindowGeometry Rows { get; }

    /// <summary>The window along the columns.</summary>
    public WindowGeometry Columns { get; }

    /// <summary>For each output row, the first input row of its window.</summary>
    public int[] Top { get; }

    /// <summary>For each output row, the input row behind its window.</summary>
    public int[] Bottom { get; }

    /// <summary>For each output column, the first input column of its window.</summary>
    public int[] Left { get; }

    /// <summary>For each output column, the input column behind its window.</summary>
    public int[] Right { get; }

    private static (int[] First, int[] End) Cut(WindowGeometry window, int inputs, int outputs)
    {
        int[] first = new int[outputs];
        int[] end = new int[outputs];
        for (int output = 0; output < outputs; output++)
        {
            int start = output * window.Stride - window.PadBefore;
            first[output] = Math.Max(0, start);
            end[output] = Math.Min(inputs, start + window.Kernel);
        }
        return (first, end);
    }

    /// <summary>The pixels of a window, row by row.</summary>
    /// <param name="y">The output row.</param>
    /// <param name="x">The output column.</param>
    /// <param name="place">Where the window's first pixel lies in the input.</param>
    /// <returns>How far the pixels lie behind the first.</returns>
    public ReadOnlySpan<int> Pixels(int y, int x, out int place)
    {
        place = (Top[y] * _input.Width + Left[x]) * _input.Channels;
        return _pixels[Extent(y, x)];
    }

    private int Extent(int y, int x) => (Bottom[y] - Top[y]) * _most + Right[x] - Left[x];

    private int[] List(int height, int width)
    {
        int[] pixels = new int[height * width];
        for (int y = 0, index = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                pixels[index++] = (y * _input.Width + x) * _input.Channels;
        return pixels;
    }
}
