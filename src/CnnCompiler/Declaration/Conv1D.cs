namespace CnnCompiler;

/// <summary>A layer of learned filters that slide along a sequence (length x channels): PyTorch's <c>nn.Conv1d</c>.</summary>
public sealed class Conv1D : ConvolutionLayer
{
    /// <summary>Filters over a sequence.</summary>
    /// <param name="filters">The number of filters, which is the number of output channels; at least 1.</param>
    /// <param name="kernel">Taps of the kernel; at least 1.</param>
    public Conv1D(int filters, int kernel)
        : base(1, kernel) => Filters = filters;

    /// <summary>The number of filters, which is the number of output channels.</summary>
    public int Filters { get; }

    /// <summary>The number of groups that the channels are divided into; 1 by default.</summary>
    public int Groups { get; init; } = 1;

    private protected override bool Takes(int rank) => rank == 2;

    /// <inheritdoc/>
    public override int FilterCount(TensorShape input) => Filters;

    /// <inheritdoc/>
    public override int GroupCount(TensorShape input) => Groups;
}
