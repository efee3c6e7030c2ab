using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;
using CnnCompiler.Weights;

namespace CnnCompiler.Generator.Onnx.Importers;

/// <summary>Functions of single values: arithmetic, comparisons, logic, conversions.</summary>
internal static class Arithmetic
{
    public static void Register(OperatorTable table)
    {
        table.Add("Add", Sum);
        table.Add("Sub", site => Binary(site, PointwiseFunction.Subtract));
        table.Add("Mul", site => Binary(site, PointwiseFunction.Multiply));
        table.Add("Div", site => Binary(site, PointwiseFunction.Divide));
        table.Add("Pow", site => Binary(site, PointwiseFunction.Power));
        table.Add("Mod", site => Binary(site, site.Flag("fmod") ? PointwiseFunction.Remainder : PointwiseFunction.Modulo));
        table.Add("And", site => Binary(site, PointwiseFunction.And));
        table.Add("Or", site => Binary(site, PointwiseFunction.Or));
        table.Add("Xor", site => Binary(site, PointwiseFunction.Xor));
        table.Add("Equal", site => Binary(site, PointwiseFunction.Equal));
        table.Add("Less", site => Binary(site, PointwiseFunction.Less));
        table.Add("LessOrEqual", site => Binary(site, PointwiseFunction.LessOrEqual));
        table.Add("Greater", site => Binary(site, PointwiseFunction.Greater));
        table.Add("GreaterOrEqual", site => Binary(site, PointwiseFunction.GreaterOrEqual));
        table.Add("BitwiseAnd", site => Binary(site, PointwiseFunction.BitwiseAnd));
        table.Add("BitwiseOr", site => Binary(site, PointwiseFunction.BitwiseOr));
        table.Add("BitwiseXor", site => Binary(site, PointwiseFunction.BitwiseXor));
        table.Add("BitShift", site => Binary(
            site, site.Choice("direction", "", "LEFT", "RIGHT") == "LEFT" ? PointwiseFunction.ShiftLeft : PointwiseFunction.ShiftRight));
        table.Add("Sum", site => site.InputCount == 2 ? Sum(site) : Several(site, PointwiseFunction.Add));
        table.Add("Min", site => Several(site, PointwiseFunction.Minimum));
        table.Add("Max", site => Several(site, PointwiseFunction.Maximum));
        table.Add("Mean", site => Several(site, PointwiseFunction.Mean));
        table.Add("Where", site => site.Add(new Pointwise(PointwiseFunction.Where), site.Input(0), site.Input(1), site.Input(2)));
        table.Add("IsInf", site => site.Add(
            new Pointwise(PointwiseFunction.IsInfinity, site.Integer("detect_negative", 1), site.Integer("detect_positive", 1)), site.Input(0)));
        table.Add("Cast", site => Cast(site, site.Input(0), Target(site.Integer("to"))));
        table.Add("CastLike", site => Cast(site, site.Input(0), site.Input(1).Type.Element));
        foreach (var (name, function) in Functions)
            table.Add(name, site => site.Add(new Pointwise(function), site.Input(0)));
    }

    private static IReadOnlyList<(string Name, PointwiseFunction Function)> Functions { get; } =
    [
        ("Abs", PointwiseFunction.Abs),
        ("Acos", PointwiseFunction.Acos),
        ("Acosh", PointwiseFunction.Acosh),
        ("Asin", PointwiseFunction.Asin),
        ("Asinh", PointwiseFunction.Asinh),
        ("Atan", PointwiseFunction.Atan),
        ("Atanh", PointwiseFunction.Atanh),
        ("BitwiseNot", PointwiseFunction.BitwiseNot),
        ("Ceil", PointwiseFunction.Ceiling),
        ("Cos", PointwiseFunction.Cos),
        ("Cosh", PointwiseFunction.Cosh),
        ("Erf", PointwiseFunction.Erf),
        ("Exp", PointwiseFunction.Exp),
        ("Floor", PointwiseFunction.Floor),
        ("HardSwish", PointwiseFunction.HardSwish),
        ("IsNaN", PointwiseFunction.IsNaN),
        ("Log", PointwiseFunction.Log),
        ("Mish", PointwiseFunction.Mish),
        ("Neg", PointwiseFunction.Negate),
        ("Not", PointwiseFunction.Not),
        ("Reciprocal", PointwiseFunction.Reciprocal),
        ("Round", PointwiseFunction.Round),
        ("Sign", PointwiseFunction.Sign),
        ("Sin", PointwiseFunction.Sin),
        ("Sinh", PointwiseFunction.Sinh),
        ("Softplus", PointwiseFunction.Softplus),
        ("Softsign", PointwiseFunction.Softsign),
        ("Sqrt", PointwiseFunction.SquareRoot),
        ("Tan", PointwiseFunction.Tan),
    ];

    /// <summary>The sum of two maps of one shape, where a residual branch comes back, or any other.</summary>
    private static Value Sum(ImportSite site)
    {
        var (left, right) = (site.Input(0), site.Input(1));
        return left.Type is { Element: ElementType.Float32, Rank: >= 2 and <= 4, Length: > 0 } && left.Type.Equals(right.Type) && !left.IsConstant && !right.IsConstant
            ? site.Add(new Graph.Operators.Add(), left, right)
            : Binary(site, PointwiseFunction.Add);
    }

    private static Value Binary(ImportSite site, PointwiseFunction function)
    {
        var (left, right) = (site.Input(0), site.Input(1));
        if (site.Opset < 7 && site.Flag("broadcast") && site.Has("axis"))
        {
            // Before opset 7 the right operand's axes were matched from a given axis of the left one on.
            int axis = ImportSite.Axis(site.Integer("axis"), left.Type.Rank);
            int behind = left.Type.Rank - axis - right.Type.Rank;
            if (behind < 0)
                throw new OnnxException($"expected the axes of {right.Type} among those of {left.Type} from axis {axis} on; found more");
            right = site.Reshape(right, [.. right.Type.Shape, .. Enumerable.Repeat(1, behind)]);
        }
        if (function != PointwiseFunction.Power && left.Type.Element != right.Type.Element)
            throw new OnnxException($"expected operands of one type; found {left.Type} and {right.Type}");
        return site.Add(new Pointwise(function), left, right);
    }

    private static Value Several(ImportSite site, PointwiseFunction function)
    {
        var operands = site.Inputs();
        return operands.Length == 1 ? site.Add(new Pointwise(PointwiseFunction.Identity), operands) : site.Add(new Pointwise(function), operands);
    }

    private static Value Cast(ImportSite site, Value x, ElementType target) =>
        site.Add(x.Type.Element == target ? new Pointwise(PointwiseFunction.Identity) : new Pointwise(PointwiseFunction.Cast) { Target = target }, x);

    /// <summary>The element type of a TensorProto.DataType; float16 is computed as float32.</summary>
    public static ElementType Target(long dataType) => TensorValues.ComputedAs(unchecked((int)dataType))
        ?? throw new UnsupportedException($"values of type {OnnxTensor.TypeName(unchecked((int)dataType))} cannot be computed with");
}
