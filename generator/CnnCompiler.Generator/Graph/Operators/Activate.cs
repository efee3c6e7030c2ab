namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>An activation as a node of its own.</summary>
internal sealed record Activate(Activation Activation) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override string Describe() => Activation.ToString();
}
