namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>
/// The cross-correlation of N x C x ... with kernels (out x in / groups x ...) over any number of axes; operands x, kernels and perhaps a bias, constant or
/// not.
/// Maps with constant kernels are better served by <see cref="Convolution"/>.
/// </summary>
internal sealed record ConvolutionNd(EquatableArray<WindowGeometry> Windows, int Groups) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var (x, kernels) = (inputs[0], inputs[1]);
        int[] lengths = [.. Windows.Select((window, axis) => window.OutputLength(axis + 2 < x.Rank ? x.Shape[axis + 2] : 0))];
        SpatialWindows.Check(x, Windows, lengths);
        if (kernels.Rank != x.Rank || Groups < 1 || kernels.Shape[1] * Groups != x.Channels || kernels.Shape[0] % Groups != 0
            || !kernels.Shape.Skip(2).SequenceEqual(Windows.Select(window => window.Kernel)) || (inputs.Count > 2 && inputs[2].Length != kernels.Shape[0]))
            throw new ArgumentException($"Kernels {kernels} in {Groups} groups do not fit {x}, {SpatialWindows.Describe(Windows)}{(inputs.Count > 2 ? $", bias {inputs[2]}" : "")}.");
        return SpatialWindows.Type(x, kernels.Shape[0], lengths);
    }

    public override string Describe() =>
        $"ConvolutionNd {SpatialWindows.Describe(Windows)}{(Groups != 1 ? FormattableString.Invariant($" groups {Groups}") : "")}";
}
