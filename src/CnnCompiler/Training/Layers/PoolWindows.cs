namespace CnnCompiler.Training.Layers;

/// <summary>The windows of a pool, each cut to what lies inside the input.</summary>
internal sealed class PoolWindows
{
    public PoolWindows(PoolLayer layer, TensorShape input, TensorShape output)
    {
        (Rows, Columns) = (layer.Rows(input), layer.Columns(input));
        (Top, Bottom) = Cut(Rows, input.Height, output.Height);
        (Left, Right) = Cut(Columns, input.Width, output.Width);
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
}
