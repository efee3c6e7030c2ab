using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Weights;

/// <summary>Weights that a file's QuantizeLinear rounds to whole numbers, held as float32 until they are made real again.</summary>
/// <param name="Operand">The real values.</param>
/// <param name="Scale">The scales.</param>
/// <param name="ZeroPoint">The zero points; null where all are 0.</param>
/// <param name="Op">The operator.</param>
internal sealed record QuantizedWeight(WeightExpression Operand, WeightExpression Scale, WeightExpression? ZeroPoint, QuantizeLinear Op) : WeightExpression
{
    public override IReadOnlyList<int> Shape => Operand.Shape;

    public override ElementType Element => Op.Target;

    public override IReadOnlyList<WeightExpression> Operands => ZeroPoint is null ? [Operand, Scale] : [Operand, Scale, ZeroPoint];

    public override string Role => "kernel";

    public override string Recipe(IReadOnlyList<string> operands)
    {
        var (low, high) = QuantizeLinear.Range(Op.Target);
        return $"WeightFolding.Quantize({operands[0]}, {operands[1]}, {(ZeroPoint is null ? "[]" : operands[2])}, [{List(Op.Scales.Axes(Shape))}], " +
            $"{CSharp.Literal(low)}, {CSharp.Literal(high)})";
    }

    public override string ToString() => $"quantize({Operand})";
}
