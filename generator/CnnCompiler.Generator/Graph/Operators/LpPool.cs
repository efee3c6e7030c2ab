namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The p-th root of the sum of the magnitudes to the power of p in each window.</summary>
/// <param name="Windows">The windows; one over everything for the global pool.</param>
/// <param name="OutputLengths">The lengths of the output's axes: <see cref="SpatialWindows.PoolLength"/>.</param>
/// <param name="Power">p.</param>
internal sealed record LpPool(EquatableArray<WindowGeometry> Windows, EquatableArray<int> OutputLengths, int Power) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        SpatialWindows.Check(inputs[0], Windows, OutputLengths);
        return SpatialWindows.Type(inputs[0], inputs[0].Channels, OutputLengths);
    }

    public override string Describe() => $"LpPool {CSharp.Literal(Power)} {SpatialWindows.Describe(Windows)} to {string.Join("x", OutputLengths)}";
}
