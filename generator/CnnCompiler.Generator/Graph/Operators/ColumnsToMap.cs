namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The sum of windows (batches x channels and taps x places), each value at the place of a map that it was cut from.</summary>
internal sealed record ColumnsToMap(EquatableArray<int> Lengths, EquatableArray<WindowGeometry> Windows) : Operator
{
    /// <summary>The number of windows along each axis.</summary>
    public IReadOnlyList<int> Places => [.. Windows.Select((window, axis) => window.OutputLength(Lengths[axis]))];

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        int taps = Windows.Aggregate(1, (product, window) => checked(product * window.Kernel));
        return inputs[0].Rank == 3 && inputs[0].Channels % taps == 0 && Places.Aggregate(1, (product, count) => checked(product * count)) == inputs[0].Shape[2]
            ? new(inputs[0].Element, [inputs[0].Batch, inputs[0].Channels / taps, .. Lengths])
            : throw new ArgumentException($"{inputs[0]} does not hold {string.Join("x", Places)} windows of {taps} taps.");
    }

    public override string Describe() => $"ColumnsToMap [{string.Join(", ", Lengths)}]";
}
