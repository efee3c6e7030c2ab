namespace CnnCompiler;

/// <summary>
/// A layer of learned filters that slide over a map (height x width x channels) and correlate with it: PyTorch's <c>nn.Conv2d</c>.
/// </summary>
public sealed class Conv2D : ConvolutionLayer
{
    /// <summary>Filters with a square kernel.</summary>
    /// <param name="filters">The number of filters, which is the number of output channels; at least 1.</param>
    /// <param name="kernel">Rows and columns of the kernel; at least 1.</param>
    public Conv2D(int filters, int kernel)
        : this(filters, kernel, kernel)
    {
    }

    /// <summary>Filters with a kernel of height x width.</summary>
    /// <param name="filters">The number of filters, which is the number of output channels; at least 1.</param>
    /// <param name="kernelHeight">Rows of the kernel; at least 1.</param>
    /// <param name="kernelWidth">Columns of the kernel; at least 1.</param>
    public Conv2D(int filters, int kernelHeight, int kernelWidth)
        : base(kernelHeight, kernelWidth) => Filters = filters;

    /// <summary>The number of filters, which is the number of output channels.</summary>
    public int Filters { get; }

    /// <summary>The number of groups that the channels are divided into; 1 by default.</summary>
    public int Groups { get; init; } = 1;

    /// <inheritdoc/>
    public override int FilterCount(TensorShape input) => Filters;

    /// <inheritdoc/>
    public override int GroupCount(TensorShape input) => Groups;
}
