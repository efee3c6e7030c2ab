namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>exp(x) over the sum of exp(x) along the channels.</summary>
internal sealed record Softmax : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override string Describe() => "Softmax";
}
