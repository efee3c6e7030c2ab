namespace CnnCompiler;

/// <summary>A layer whose window slides over the rows and columns of a map.</summary>
public abstract class WindowLayer : Layer
{
    /// <summary>The largest kernel, stride, dilation or padding: 4,096, so that extents cannot overflow.</summary>
    private const int MaxSetting = 4096;

    private protected WindowLayer(int kernelHeight, int kernelWidth) => (KernelHeight, KernelWidth) = (kernelHeight, kernelWidth);

    /// <summary>Rows of the window.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of the window.</summary>
    public int KernelWidth { get; }

    /// <summary>Input steps from one output to the next, down and across; at least 1. 0 stands for the layer's own default.</summary>
    public int Stride { get; init; }

    /// <summary>Rows from one output to the next where they differ from <see cref="Stride"/>; 0 means they do not.</summary>
    public int StrideHeight { get; init; }

    /// <summary>Columns from one output to the next where they differ from <see cref="Stride"/>; 0 means they do not.</summary>
    public int StrideWidth { get; init; }

    /// <summary>Whether the padding is computed from the input (<see cref="Padding.Same"/>) or given; valid by default.</summary>
    public Padding Padding { get; init; }

    /// <summary>Rows and columns of padding on every side.</summary>
    public int Pad { get; init; }

    /// <summary>Rows of padding above, where they differ from <see cref="Pad"/>; -1 means they do not.</summary>
    public int PadTop { get; init; } = -1;

    /// <summary>Columns of padding on the left, where they differ from <see cref="Pad"/>; -1 means they do not.</summary>
    public int PadLeft { get; init; } = -1;

    /// <summary>Rows of padding below, where they differ from <see cref="Pad"/>; -1 means they do not.</summary>
    public int PadBottom { get; init; } = -1;

    /// <summary>Columns of padding on the right, where they differ from <see cref="Pad"/>; -1 means they do not.</summary>
    public int PadRight { get; init; } = -1;

    /// <summary>All of the above at once, for whoever reads them from elsewhere.</summary>
    internal WindowSettings Settings
    {
        init
        {
            (Stride, StrideHeight, StrideWidth) = (value.Stride, value.StrideHeight, value.StrideWidth);
            (Padding, Pad) = (value.Padding, value.Pad);
            (PadTop, PadLeft, PadBottom, PadRight) = (value.PadTop, value.PadLeft, value.PadBottom, value.PadRight);
        }
    }

    /// <summary>The stride taken where none is given.</summary>
    private protected virtual (int Height, int Width) DefaultStride => (1, 1);

    /// <summary>Input steps from one tap of the window to the next.</summary>
    private protected virtual int TapDilation => 1;

    /// <summary>Whether the layer works on inputs of this rank: 3 for maps; 2 for sequences, along which only the window's columns slide.</summary>
    private protected virtual bool Takes(int rank) => rank == 3;

    /// <summary>The window along the rows of this input, its padding settled.</summary>
    /// <param name="input">The shape that comes in.</param>
    /// <exception cref="DeclarationException">An argument is out of range.</exception>
    public WindowGeometry Rows(TensorShape input) =>
        input.Rank == 2 ? new WindowGeometry(1, 1, 1, 0, 0) : Along(input.Height, KernelHeight, Pick(StrideHeight, DefaultStride.Height), PadTop, PadBottom);

    /// <summary>The window along the columns of this input, its padding settled.</summary>
    /// <param name="input">The shape that comes in.</param>
    /// <exception cref="DeclarationException">An argument is out of range.</exception>
    public WindowGeometry Columns(TensorShape input) =>
        Along(input.Width, KernelWidth, Pick(StrideWidth, DefaultStride.Width), PadLeft, PadRight);

    /// <inheritdoc/>
    public override ReceptiveField Widen(ReceptiveField before, TensorShape input) => before.Slide(Rows(input), Columns(input));

    /// <summary>The shape after the window has slid over the input, with this many channels.</summary>
    private protected TensorShape Slide(TensorShape input, int channels)
    {
        if (!Takes(input.Rank))
            throw new DeclarationException(
                $"{Kind} works on a {(Takes(3) ? "map (height x width x channels)" : "sequence (length x channels)")}, " +
                $"but its input is {input}{(input.Rank == 1 ? ": put it before Flatten and Dense" : "")}.");
        var (rows, columns) = (Rows(input), Columns(input));
        int height = rows.OutputLength(input.Height);
        int width = columns.OutputLength(input.Width);
        if (height < 1 || width < 1)
            throw new DeclarationException(
                $"{Kind}'s window covers {Extents(input, rows.Extent, columns.Extent)} pixels, but its padded input is only " +
                $"{Extents(input, input.Height + rows.PadBefore + rows.PadAfter, input.Width + columns.PadBefore + columns.PadAfter)} " +
                $"(input {input}): use a smaller kernel, more padding or fewer layers before it.");
        return input.With(height, width, channels);
    }

    private static string Extents(TensorShape input, int height, int width) =>
        input.Rank == 2 ? FormattableString.Invariant($"{width}") : FormattableString.Invariant($"{height}x{width}");

    private int Pick(int single, int fallback) => single != 0 ? single : Stride != 0 ? Stride : fallback;

    private WindowGeometry Along(int length, int kernel, int stride, int before, int after)
    {
        bool explicitPads = Pad != 0 || PadTop != -1 || PadLeft != -1 || PadBottom != -1 || PadRight != -1;
        if (Padding == Padding.Same && explicitPads)
            throw new DeclarationException($"{Kind} has both Padding.Same and a padding in pixels: give one of them.");
        var window = new WindowGeometry(
            Check(kernel, 1, "kernel"), Check(stride, 1, "stride"), Check(TapDilation, 1, "dilation"),
            Check(before == -1 ? Pad : before, 0, "padding"), Check(after == -1 ? Pad : after, 0, "padding"));
        return Padding == Padding.Same ? window.PadSame(length) : window;
    }

    private int Check(int value, int least, string name) => value >= least && value <= MaxSetting
        ? value
        : throw new DeclarationException(FormattableString.Invariant($"{Kind}'s {name} must lie between {least} and {MaxSetting}; found {value}."));
}
