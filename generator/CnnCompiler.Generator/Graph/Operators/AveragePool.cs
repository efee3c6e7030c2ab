namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The mean of each window, over all its places or only over those inside the input.</summary>
internal sealed record AveragePool(WindowGeometry Rows, WindowGeometry Columns, bool CountsPadding) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Slide(inputs[0], inputs[0].Channels, Rows, Columns);

    public override string Describe() => $"AveragePool {Describe(Rows, Columns)}{(CountsPadding ? "" : " without padding")}";
}
