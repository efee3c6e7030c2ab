namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>(x - mean) / sqrt(variance + epsilon) * weight + bias for each channel; operands x, weight, bias, mean, variance.</summary>
internal sealed record BatchNormalization(float Epsilon) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => inputs[0];

    public override string Describe() => "BatchNormalization";
}
