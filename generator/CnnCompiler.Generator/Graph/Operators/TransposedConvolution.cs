namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>
/// Each value of N x C x ... spreads a kernel (in x out / groups x ...) over the output, where the kernels are summed up: the gradient of a convolution.
/// Operands x, kernels and perhaps a bias, constant or not.
/// </summary>
/// <param name="Windows">
/// Kernel, stride and dilation as on the convolution's side; value i writes to i * stride - PadBefore + tap * dilation. What falls outside the output is
/// dropped.
/// </param>
/// <param name="OutputLengths">The lengths of the output's axes, output_padding and output_shape already in them.</param>
/// <param name="Groups">The number of groups.</param>
internal sealed record TransposedConvolution(EquatableArray<WindowGeometry> Windows, EquatableArray<int> OutputLengths, int Groups) : Operator
{
    /// <summary>What is done with every finished sum.</summary>
    public Activation? Activation { get; init; }

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var (x, kernels) = (inputs[0], inputs[1]);
        SpatialWindows.Check(x, Windows, OutputLengths);
        if (kernels.Rank != x.Rank || Groups < 1 || kernels.Shape[0] != x.Channels || x.Channels % Groups != 0
            || !kernels.Shape.Skip(2).SequenceEqual(Windows.Select(window => window.Kernel))
            || (inputs.Count > 2 && inputs[2].Length != kernels.Shape[1] * Groups))
            throw new ArgumentException($"Kernels {kernels} in {Groups} groups do not fit {x}, {SpatialWindows.Describe(Windows)}{(inputs.Count > 2 ? $", bias {inputs[2]}" : "")}.");
        return SpatialWindows.Type(x, checked(kernels.Shape[1] * Groups), OutputLengths);
    }

    public override string Describe() =>
        $"TransposedConvolution {SpatialWindows.Describe(Windows)} to {string.Join("x", OutputLengths)}{(Groups != 1 ? FormattableString.Invariant($" groups {Groups}") : "")}" +
        (Activation is { } activation ? " + " + activation : "");
}
