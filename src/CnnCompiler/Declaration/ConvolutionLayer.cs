namespace CnnCompiler;

/// <summary>What the convolutions share: learned kernels, dilation, groups and a bias.</summary>
public abstract class ConvolutionLayer : WindowLayer
{
    private protected ConvolutionLayer(int kernelHeight, int kernelWidth)
        : base(kernelHeight, kernelWidth)
    {
    }

    /// <summary>Input steps from one tap of the kernel to the next; 1 by default.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Whether every filter adds a learned constant; true by default.</summary>
    public bool Bias { get; init; } = true;

    private protected override int TapDilation => Dilation;

    /// <summary>The number of filters, which is the number of output channels, for this input.</summary>
    /// <param name="input">The shape that comes in.</param>
    public abstract int FilterCount(TensorShape input);

    /// <summary>The number of groups that the channels are divided into for this input: a filter sees only the channels of its group.</summary>
    /// <param name="input">The shape that comes in.</param>
    public abstract int GroupCount(TensorShape input);

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input)
    {
        int filters = FilterCount(input);
        int groups = GroupCount(input);
        if (filters < 1)
            throw new DeclarationException(FormattableString.Invariant($"{Kind} needs at least 1 filter; found {filters}."));
        if (groups < 1 || input.Channels % groups != 0 || filters % groups != 0)
            throw new DeclarationException(FormattableString.Invariant(
                $"{Kind}'s groups must divide its input channels and its filters; found {groups} groups, {input.Channels} channels, {filters} filters."));
        return Slide(input, filters);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters(TensorShape input)
    {
        int filters = FilterCount(input);
        int channels = input.Channels / GroupCount(input);
        int[] kernel = input.Rank == 2 ? [filters, channels, KernelWidth] : [filters, channels, KernelHeight, KernelWidth];
        var weight = new LayerParameter("weight", kernel);
        if (weight.Length > TensorShape.MaxLength)
            throw new DeclarationException(FormattableString.Invariant(
                $"{Kind} would have {weight.Length} weights; at most {TensorShape.MaxLength} can be compiled."));
        return Bias ? [weight, new LayerParameter("bias", [filters])] : [weight];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(TensorShape input)
    {
        var output = OutputShape(input);
        return (long)output.Length * KernelHeight * KernelWidth * (input.Channels / GroupCount(input));
    }
}
