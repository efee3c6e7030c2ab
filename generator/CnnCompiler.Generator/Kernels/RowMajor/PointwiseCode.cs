using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>The text of functions of single values, which are called <c>a</c>, <c>b</c>, <c>c</c>.</summary>
/// <remarks>
/// What C# does itself is written out; what the C library would do differently from machine to machine is left to <c>ScalarMath</c>, which is made of the
/// same vector
/// functions as the fast kernels, or rounds once from float64.
/// </remarks>
internal static class PointwiseCode
{
    /// <summary>The expression of a function.</summary>
    /// <param name="op">The function with its settings.</param>
    /// <param name="types">The types of the operands.</param>
    /// <returns>An expression of the result's type.</returns>
    public static string Of(Pointwise op, IReadOnlyList<ElementType> types)
    {
        string code = (types[0].IsUnsigned() ? Unsigned(op.Function, types[0]) : null)
            ?? Operators(op.Function) ?? Arithmetic(op, types) ?? Activation(op, types[0]) ?? $"ScalarMath.{op.Function}(a)";
        // C# computes small types as int; the result is cut to its own type again. Comparisons give bool, and what is handed on keeps its type.
        bool isCut = types[0].IsWrapped() && op.Function is not (PointwiseFunction.Identity or PointwiseFunction.Cast or PointwiseFunction.Where or PointwiseFunction.Equal
            or PointwiseFunction.Less or PointwiseFunction.LessOrEqual or PointwiseFunction.Greater or PointwiseFunction.GreaterOrEqual
            or PointwiseFunction.IsNaN or PointwiseFunction.IsInfinity);
        return isCut ? $"unchecked(({types[0].CSharpName()})({code}))" : code;
    }

    /// <summary>What is another expression for numbers without a sign.</summary>
    private static string? Unsigned(PointwiseFunction function, ElementType type) => function switch
    {
        PointwiseFunction.Abs or PointwiseFunction.Relu => "a",
        PointwiseFunction.Sign => "a > 0 ? 1 : 0",
        PointwiseFunction.Modulo => "a % b",
        PointwiseFunction.Negate when type == ElementType.UInt64 => "0 - a",
        _ => null,
    };

    private static string? Operators(PointwiseFunction function) => function switch
    {
        PointwiseFunction.Identity => "a",
        PointwiseFunction.Multiply => "a * b",
        PointwiseFunction.Subtract => "a - b",
        PointwiseFunction.Divide => "a / b",
        PointwiseFunction.Remainder => "a % b",
        PointwiseFunction.PRelu => "a < 0 ? a * b : a",
        PointwiseFunction.Where => "a ? b : c",
        PointwiseFunction.Equal => "a == b",
        PointwiseFunction.Less => "a < b",
        PointwiseFunction.LessOrEqual => "a <= b",
        PointwiseFunction.Greater => "a > b",
        PointwiseFunction.GreaterOrEqual => "a >= b",
        PointwiseFunction.And or PointwiseFunction.BitwiseAnd => "a & b",
        PointwiseFunction.Or or PointwiseFunction.BitwiseOr => "a | b",
        PointwiseFunction.Xor or PointwiseFunction.BitwiseXor => "a ^ b",
        PointwiseFunction.ShiftLeft => "a << (int)b",
        PointwiseFunction.ShiftRight => "a >> (int)b",
        PointwiseFunction.Not => "!a",
        PointwiseFunction.BitwiseNot => "~a",
        PointwiseFunction.Abs => "a < 0 ? -a : a",
        PointwiseFunction.Negate => "-a",
        PointwiseFunction.Relu => "a < 0 ? 0 : a",
        PointwiseFunction.Softsign => "a / (1 + (a < 0 ? -a : a))",
        PointwiseFunction.Reciprocal => "1 / a",
        _ => null,
    };

    private static string? Arithmetic(Pointwise op, IReadOnlyList<ElementType> types)
    {
        var type = types[0];
        bool floating = type.IsFloating();
        string math = type == ElementType.Float32 ? "MathF" : "Math";
        switch (op.Function)
        {
            case PointwiseFunction.Add:
                return string.Join(" + ", Names(types.Count));
            case PointwiseFunction.Mean:
                return types.Count == 1 ? "a" : $"({string.Join(" + ", Names(types.Count))}) / {CSharp.Literal(types.Count)}";
            case PointwiseFunction.Minimum or PointwiseFunction.Maximum:
                string pick = op.Function == PointwiseFunction.Minimum ? "Min" : "Max";
                return Names(types.Count).Aggregate((left, right) => $"Math.{pick}({left}, {right})");
            case PointwiseFunction.Clip:
                string low = op.Parameters.Count > 0 ? Numbers.Literal(type, op.Parameters[0]) : "b";
                string high = op.Parameters.Count > 0 ? Numbers.Literal(type, op.Parameters[1]) : "c";
                return $"Math.Min(Math.Max(a, {low}), {high})";
            case PointwiseFunction.Power:
                return !floating && !types[1].IsFloating() ? $"({type.CSharpName()})IntegerMath.Power({Long(types[0], "a")}, {Long(types[1], "b")})"
                    : type == ElementType.Float64 ? "ScalarMath.Pow(a, b)" : $"({type.CSharpName()})ScalarMath.Pow(a, b)";
            case PointwiseFunction.Modulo:
                return floating ? $"a - {math}.Floor(a / b) * b" : $"({type.CSharpName()})IntegerMath.Modulo(a, b)";
            case PointwiseFunction.Sign:
                return "a > 0 ? 1 : a < 0 ? -1 : a";
            case PointwiseFunction.Ceiling or PointwiseFunction.Floor or PointwiseFunction.Round:
                return floating ? $"{math}.{op.Function}(a)" : "a";
            case PointwiseFunction.SquareRoot:
                return $"{math}.Sqrt(a)";
            case PointwiseFunction.IsNaN:
                return floating ? $"{type.CSharpName()}.IsNaN(a)" : "false";
            case PointwiseFunction.IsInfinity:
                string[] signs = [.. new[] { "Negative", "Positive" }.Where((_, sign) => op.Parameters[sign] != 0)];
                return floating && signs.Length > 0 ? string.Join(" || ", signs.Select(sign => $"a == {type.CSharpName()}.{sign}Infinity")) : "false";
            case PointwiseFunction.Cast:
                return Cast(type, op.Target);
            default:
                return null;
        }
    }

    private static string Cast(ElementType from, ElementType to)
    {
        if (from == to)
            return "a";
        if (to == ElementType.Boolean)
            return "a != 0";
        if (from == ElementType.Boolean)
            return to.IsWrapped() ? $"({to.CSharpName()})(a ? 1 : 0)" : "a ? 1 : 0";
        // By way of a type that has room for every whole number the target has: what is outside of that wraps around.
        if (to == ElementType.UInt64 && from.IsFloating())
            return "a < 0 ? unchecked((ulong)(long)a) : (ulong)a";
        if (to.IsWrapped())
            return $"unchecked(({to.CSharpName()}){(from.IsFloating() ? "(long)" : "")}a)";
        return $"({to.CSharpName()})a";
    }

    /// <summary>A value as a long, which C# makes of every type but one by itself.</summary>
    private static string Long(ElementType type, string value) => type == ElementType.UInt64 ? $"unchecked((long){value})" : value;

    private static string? Activation(Pointwise op, ElementType type)
    {
        string First() => Numbers.Literal(type, op.Parameters[0]);
        string Second() => Numbers.Literal(type, op.Parameters[1]);
        return op.Function switch
        {
            PointwiseFunction.LeakyRelu => $"a < 0 ? a * {First()} : a",
            PointwiseFunction.ThresholdedRelu => $"a > {First()} ? a : 0",
            PointwiseFunction.Elu => $"a < 0 ? {First()} * ScalarMath.ExpMinusOne(a) : a",
            PointwiseFunction.Celu => $"a < 0 ? {First()} * ScalarMath.ExpMinusOne(a / {First()}) : a",
            PointwiseFunction.Selu => $"{Second()} * (a < 0 ? {First()} * ScalarMath.ExpMinusOne(a) : a)",
            PointwiseFunction.HardSigmoid => $"Math.Max(0, Math.Min(1, a * {First()} + {Second()}))",
            PointwiseFunction.HardSwish => $"a * Math.Max(0, Math.Min(1, a * {Numbers.Literal(type, 1.0 / 6)} + {Numbers.Literal(type, 0.5)}))",
            PointwiseFunction.Swish => $"a * ScalarMath.Sigmoid(a{(op.Parameters[0] == 1 ? "" : " * " + First())})",
            PointwiseFunction.RoundToScale =>
                $"MathF.Round(Math.Min(a / {First()} > {Second()} ? a / {First()} : {Second()}, {Numbers.Literal(type, op.Parameters[2])})) * {First()}",
            PointwiseFunction.Shrink => $"a < -{Second()} ? a + {First()} : a > {Second()} ? a - {First()} : 0",
            _ => null,
        };
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(PointwiseLoops.Name)];
}
