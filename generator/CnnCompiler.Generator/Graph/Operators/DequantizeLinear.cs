namespace CnnCompiler.Generator.Graph.Operators;

/// <summary>(x - zero point) * scale as float32; operands x, scale and perhaps zero point.</summary>
/// <param name="Scales">Which values share a scale.</param>
internal sealed record DequantizeLinear(QuantizationScales Scales) : Operator
{
    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Scales.Check(inputs);
        return new(ElementType.Float32, [.. inputs[0].Shape]);
    }

    public override string Describe() => $"DequantizeLinear {Scales.Describe()}";
}
