namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The largest value of each window; padding never wins.</summary>
internal sealed record MaxPool(WindowGeometry Rows, WindowGeometry Columns) : Operator
{
    /// <summary>Whether this is the pool that a convolution can take into its tail.</summary>
    public bool IsTwoByTwo => Rows == new WindowGeometry(2, 2, 1, 0, 0) && Columns == new WindowGeometry(2, 2, 1, 0, 0);

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Slide(inputs[0], inputs[0].Channels, Rows, Columns);

    public override string Describe() => $"MaxPool {Describe(Rows, Columns)}";
}
