using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training.Layers;

/// <summary>Where everything lies in a convolution that a max pool follows. Its outputs are numbered window after window of the pool.</summary>
internal sealed class PooledGeometry
{
    private PooledGeometry(TensorShape input, TensorShape output, WindowGeometry rows, WindowGeometry columns, int poolHeight, int poolWidth)
    {
        (Input, Output, WindowSize) = (input, output, poolHeight * poolWidth);
        PaddedInput = new Border(input, rows.PadBefore, rows.PadAfter, columns.PadBefore, columns.PadAfter);
        Forward = PlanForward(rows, columns, poolHeight, poolWidth);
        int rowStep = PaddedInput.At(1, 0);
        Visits = new VisitPlan(rows.Kernel, columns.Kernel, input.Channels, rowStep);
        ValuesOfAWindowRow = poolHeight * rows.Stride * rowStep;
    }

    /// <summary>The shape before the convolution.</summary>
    public TensorShape Input { get; }

    /// <summary>The shape behind the pool.</summary>
    public TensorShape Output { get; }

    /// <summary>Outputs of the convolution in a window of the pool.</summary>
    public int WindowSize { get; }

    /// <summary>The number of windows.</summary>
    public int Windows => Output.Height * Output.Width;

    /// <summary>Values of the input from one row of windows to the next.</summary>
    public int ValuesOfAWindowRow { get; }

    /// <summary>The padded copy of an image.</summary>
    public Border PaddedInput { get; }

    /// <summary>Padded input to outputs before the pool; those that no window contains are in none.</summary>
    public TapPlan Forward { get; }

    /// <summary>The taps as vectors.</summary>
    public VisitPlan Visits { get; }

    /// <summary>Makes the geometry of convolutions of one group without dilation, and of windows that do not overlap and lie inside.</summary>
    /// <returns>The geometry, or null where it is another kind of convolution or pool.</returns>
    public static PooledGeometry? TryCreate(Architecture architecture, int position, ConvolutionLayer convolution, int poolPosition, MaxPool pool)
    {
        var (input, between) = (architecture.ShapeBefore(position), architecture.ShapeBefore(poolPosition));
        var (rows, columns) = (convolution.Rows(input), convolution.Columns(input));
        if (convolution.GroupCount(input) != 1 || rows.Dilation != 1 || columns.Dilation != 1)
            return null;
        var (poolRows, poolColumns) = (pool.Rows(between), pool.Columns(between));
        if (!LiesApart(poolRows, between.Height) || !LiesApart(poolColumns, between.Width))
            return null;
        return new PooledGeometry(input, architecture.ShapeAfter(poolPosition), rows, columns, poolRows.Kernel, poolColumns.Kernel);
    }

    /// <summary>An image as the products read it.</summary>
    public ReadOnlySpan<float> Bordered(ReadOnlySpan<float> image, Span<float> scratch)
    {
        if (PaddedInput.IsEmpty)
            return image;
        PaddedInput.Fill(image, scratch);
        return scratch;
    }

    private static bool LiesApart(WindowGeometry window, int length) =>
        window.Stride == window.Kernel && window.Dilation == 1 && window.PadBefore == 0 && window.OutputLength(length) * window.Stride <= length;

    private TapPlan PlanForward(WindowGeometry rows, WindowGeometry columns, int poolHeight, int poolWidth)
    {
        var pixels = new List<int>();
        for (int window = 0; window < Windows; window++)
            for (int number = 0; number < WindowSize; number++)
            {
                int y = window / Output.Width * poolHeight + number / poolWidth;
                int x = window % Output.Width * poolWidth + number % poolWidth;
                pixels.Add(PaddedInput.At(y * rows.Stride, x * columns.Stride));
            }
        var (taps, sources) = (new List<int>(), new List<int>());
        for (int ky = 0; ky < rows.Kernel; ky++)
            for (int kx = 0; kx < columns.Kernel; kx++)
                for (int channel = 0; channel < Input.Channels; channel++)
                {
                    taps.Add(PaddedInput.At(ky, kx) + channel);
                    sources.Add((channel * rows.Kernel + ky) * columns.Kernel + kx);
                }
        return new TapPlan([.. pixels], [.. Enumerable.Range(0, pixels.Count).Select(pixel => pixel * Output.Channels)], [.. taps], [.. sources]);
    }
}
