namespace CnnCompiler;

/// <summary>What the pools share: a window that makes one value of many, channel by channel, and by default does not overlap.</summary>
public abstract class PoolLayer : WindowLayer
{
    private protected PoolLayer(int windowHeight, int windowWidth)
        : base(windowHeight, windowWidth)
    {
    }

    private protected override (int Height, int Width) DefaultStride => (KernelHeight, KernelWidth);

    private protected override bool Takes(int rank) => rank is 2 or 3;

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input)
    {
        if (input.Rank == 2 && KernelHeight != KernelWidth && KernelHeight != 1)
            throw new DeclarationException(FormattableString.Invariant(
                $"{Kind} has a window of {KernelHeight}x{KernelWidth}, but its input {input} is a sequence: give one length, {Kind}({KernelWidth})."));
        var output = Slide(input, input.Channels);
        var (rows, columns) = (Rows(input), Columns(input));
        // PyTorch's rule; beyond it a window could lie in the padding alone and have no value at all.
        if (Padding != Padding.Same && (PadTooLarge(rows) || PadTooLarge(columns)))
            throw new DeclarationException(
                $"{Kind}'s padding may be at most half its window; found a padding of up to " +
                FormattableString.Invariant($"{Math.Max(Most(rows), Most(columns))} for a window of {rows.Kernel}x{columns.Kernel}."));
        return output;
    }

    private static bool PadTooLarge(WindowGeometry window) => Most(window) * 2 > window.Kernel;

    private static int Most(WindowGeometry window) => Math.Max(window.PadBefore, window.PadAfter);
}
