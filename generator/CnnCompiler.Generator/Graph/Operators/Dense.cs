namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Weighted sums of features with weights (out x in), plus a bias where there is a third operand.</summary>
internal sealed record Dense : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => new(ElementType.Float32, inputs[0].Batch, inputs[1].Shape[0]);

    public override string Describe() => "Dense";
}
