namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>A map as a list of features in channel, row, column order.</summary>
internal sealed record Flatten : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => TensorType.Features(inputs[0].Length);

    public override string Describe() => "Flatten";
}
