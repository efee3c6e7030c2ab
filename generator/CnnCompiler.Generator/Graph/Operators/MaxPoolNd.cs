namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>
/// The largest value of each window over any number of axes; padding never wins. The second output says where it stood (int64), counted over the whole input.
/// Maps are better served by <see cref="MaxPool"/> where nobody asks for the places.
/// </summary>
/// <param name="Windows">The windows.</param>
/// <param name="OutputLengths">The lengths of the output's axes: <see cref="SpatialWindows.PoolLength"/>.</param>
/// <param name="HasIndices">Whether there is a second output.</param>
/// <param name="ColumnMajor">Whether the places are counted with the first of the windows' axes side by side (ONNX storage_order 1).</param>
internal sealed record MaxPoolNd(EquatableArray<WindowGeometry> Windows, EquatableArray<int> OutputLengths, bool HasIndices = false,
    bool ColumnMajor = false) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        SpatialWindows.Check(inputs[0], Windows, OutputLengths);
        return SpatialWindows.Type(inputs[0], inputs[0].Channels, OutputLengths);
    }

    public override IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs)
    {
        var type = Infer(inputs);
        return HasIndices ? [type, new(ElementType.Int64, [.. type.Shape])] : [type];
    }

    public override string Describe() =>
        $"MaxPoolNd {SpatialWindows.Describe(Windows)} to {string.Join("x", OutputLengths)}{(HasIndices ? " with places" : "")}{(ColumnMajor ? ", column major" : "")}";
}
