namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>Does something in training only.</summary>
internal sealed record Dropout : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override string Describe() => "Dropout";
}
