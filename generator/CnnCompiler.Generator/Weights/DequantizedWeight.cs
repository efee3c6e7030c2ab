using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Weights;

/// <summary>Real weights of a file's quantised ones: what its DequantizeLinear makes of a constant.</summary>
/// <param name="Operand">The quantised values.</param>
/// <param name="Scale">The scales.</param>
/// <param name="ZeroPoint">The zero points; null where all are 0.</param>
/// <param name="Scales">Which values share a scale.</param>
internal sealed record DequantizedWeight(WeightExpression Operand, WeightExpression Scale, WeightExpression? ZeroPoint, QuantizationScales Scales) : WeightExpression
{
    public override IReadOnlyList<int> Shape => Operand.Shape;

    public override IReadOnlyList<WeightExpression> Operands => ZeroPoint is null ? [Operand, Scale] : [Operand, Scale, ZeroPoint];

    public override string Role => "kernel";

    public override string Recipe(IReadOnlyList<string> operands) =>
        $"WeightFolding.Dequantize({operands[0]}, {operands[1]}, {(ZeroPoint is null ? "[]" : operands[2])}, [{List(Scales.Axes(Shape))}])";

    public override string ToString() => $"dequantize({Operand})";
}
