namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>The sum of two values of one shape, then an activation where one was fused into it: where a residual branch comes back.</summary>
internal sealed record Add : Operator
{
    public Activation? Activation { get; init; }

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0].Equals(inputs[1])
        ? inputs[0]
        : throw new ArgumentException($"Only values of one shape can be added; found {inputs[0]} and {inputs[1]}.");

    public override string Describe() => Activation is { } activation ? $"Add + {activation}" : "Add";
}
