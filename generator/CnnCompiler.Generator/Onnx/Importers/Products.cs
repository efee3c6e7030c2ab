using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Generator.Weights;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Gemm and MatMul; with constant weights on features they are dense layers.</summary>
internal static class Products
{
    private static readonly EquatableArray<int> Swapped = EquatableArray.Of(1, 0);

    public static void Register(OperatorTable table)
    {
        table.Add("Gemm", Gemm);
        table.Add("MatMul", MatMul);
    }

    private static Value Gemm(ImportSite site)
    {
        var (a, b, c) = (site.Input(0), site.Input(1), site.Optional(2));
        var op = new Gemm(site.Number("alpha", 1), site.Number("beta", 1), site.Flag("transA"), site.Flag("transB"));
        Value[] operands = c is null ? [a, b] : [a, b, c];
        var output = op.Infer([.. operands.Select(operand => operand.Type)]);
        if (op.TransposesA || !IsDense(a, b, output))
            return site.Add(op, operands);
        var weight = Scale(op.TransposesB ? b.Weight! : new TransposedWeight(b.Weight!, Swapped), op.Alpha);
        if (c is null)
            return site.Add(new Graph.Operators.Dense(), a, GraphBuilder.Constant(weight));
        if (!c.IsConstant || c.Type.Element != ElementType.Float32)
            return site.Add(op, operands);
        int units = output.Shape[1];
        if (!IsBias(c.Type, units))
            return site.Add(op, operands);
        WeightExpression bias = c.Type.Length == 1 && units > 1
            ? new RepeatedWeight(c.Weight!, units)
            : Passes.ConstantFolding.Reshape(c.Weight!, [units]);
        return site.Add(new Graph.Operators.Dense(), a, GraphBuilder.Constant(weight), GraphBuilder.Constant(Scale(bias, op.Beta)));
    }

    private static Value MatMul(ImportSite site) => MatMul(site, site.Input(0), site.Input(1));

    /// <summary>The matrix product of values that need not be the node's own operands.</summary>
    public static Value MatMul(ImportSite site, Value a, Value b)
    {
        var op = new MatMul();
        return a.Type.Rank == 2 && b.Type.Rank == 2 && IsDense(a, b, op.Infer([a.Type, b.Type]))
            ? site.Add(new Graph.Operators.Dense(), a, GraphBuilder.Constant(new TransposedWeight(b.Weight!, Swapped)))
            : site.Add(op, a, b);
    }

    private static bool IsDense(Value a, Value b, TensorType output) =>
        !a.IsConstant && b.IsConstant && a.Type.Element == ElementType.Float32 && b.Type.Element == ElementType.Float32 && a.Type.Length > 0 && output.Length > 0;

    /// <summary>Whether a value has one element for each unit, or one for all, and is the same for each row.</summary>
    private static bool IsBias(TensorType type, int units) =>
        type.Rank <= 2 && (type.Length == 1 || (type.Shape[type.Rank - 1] == units && type.Length == units));

    private static WeightExpression Scale(WeightExpression weight, float factor) => factor == 1 ? weight : new ScaledWeight(weight, factor);
}
