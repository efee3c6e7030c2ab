namespace CnnCompiler;

/// <summary>
/// Filters that each see one channel of a map (height x width x channels) only: PyTorch's <c>nn.Conv2d</c> with as many groups as channels.
/// </summary>
public sealed class DepthwiseConv2D : ConvolutionLayer
{
    /// <summary>Filters with a square kernel.</summary>
    /// <param name="kernel">Rows and columns of the kernel; at least 1.</param>
    public DepthwiseConv2D(int kernel)
        : this(kernel, kernel)
    {
    }

    /// <summary>Filters with a kernel of height x width.</summary>
    /// <param name="kernelHeight">Rows of the kernel; at least 1.</param>
    /// <param name="kernelWidth">Columns of the kernel; at least 1.</param>
    public DepthwiseConv2D(int kernelHeight, int kernelWidth)
        : base(kernelHeight, kernelWidth)
    {
    }

    /// <summary>Filters for each input channel; 1 by default.</summary>
    public int Multiplier { get; init; } = 1;

    /// <inheritdoc/>
    public override int FilterCount(TensorShape input)
    {
        long filters = (long)input.Channels * Multiplier;
        return Multiplier >= 1 && filters <= TensorShape.MaxLength
            ? (int)filters
            : throw new DeclarationException(FormattableString.Invariant(
                $"DepthwiseConv2D's multiplier must be at least 1 and give at most {TensorShape.MaxLength} filters; found {Multiplier}."));
    }

    /// <inheritdoc/>
    public override int GroupCount(TensorShape input) => input.Channels;
}
