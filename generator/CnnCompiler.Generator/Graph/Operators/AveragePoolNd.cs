namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The mean of each window over any number of axes. Maps are better served by <see cref="AveragePool"/>.</summary>
/// <param name="Windows">The windows.</param>
/// <param name="OutputLengths">The lengths of the output's axes: <see cref="SpatialWindows.PoolLength"/>.</param>
/// <param name="CountsPadding">Whether padding counts as zeros; what lies behind even the padding never counts.</param>
internal sealed record AveragePoolNd(EquatableArray<WindowGeometry> Windows, EquatableArray<int> OutputLengths, bool CountsPadding) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        SpatialWindows.Check(inputs[0], Windows, OutputLengths);
        return SpatialWindows.Type(inputs[0], inputs[0].Channels, OutputLengths);
    }

    public override string Describe() =>
        $"AveragePoolNd {SpatialWindows.Describe(Windows)} to {string.Join("x", OutputLengths)}{(CountsPadding ? "" : " without padding")}";
}
