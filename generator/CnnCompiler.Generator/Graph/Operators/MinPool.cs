namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The smallest value of each window; padding never wins.</summary>
internal sealed record MinPool(WindowGeometry Rows, WindowGeometry Columns) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Slide(inputs[0], inputs[0].Channels, Rows, Columns);

    public override string Describe() => $"MinPool {Describe(Rows, Columns)}";
}
