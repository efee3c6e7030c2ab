using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels.RowMajor;

/// <summary>The text of functions of float32 vectors, which are called <c>a</c>, <c>b</c>, ... as the single values are.</summary>
internal static class PointwiseVectorCode
{
    /// <summary>The expression of a function of some operands; null where it has no vector form.</summary>
    public static string? Of(Pointwise op, int operands) => op.Function switch
    {
        PointwiseFunction.Add => Enumerable.Range(0, operands).Select(PointwiseLoops.Name).Aggregate((left, right) => $"V.Add({left}, {right})"),
        PointwiseFunction.Subtract => "V.Subtract(a, b)",
        PointwiseFunction.Multiply => "V.Multiply(a, b)",
        PointwiseFunction.Divide => "V.Divide(a, b)",
        PointwiseFunction.Reciprocal => "V.Divide(V.Broadcast(1), a)",
        PointwiseFunction.Abs => "V.Abs(a)",
        PointwiseFunction.Negate => "V.Multiply(V.Broadcast(-1), a)",
        PointwiseFunction.Exp => "V.Exp(a)",
        PointwiseFunction.Sigmoid => "VectorMath.Sigmoid<V, T>(a)",
        PointwiseFunction.Tanh => "VectorMath.Tanh<V, T>(a)",
        PointwiseFunction.GeluTanh => "VectorMath.GeluTanh<V, T>(a)",
        PointwiseFunction.Swish when op.Parameters[0] == 1 => "V.Multiply(a, VectorMath.Sigmoid<V, T>(a))",
        // In this order of the operands a NaN goes through.
        PointwiseFunction.Relu => "V.Max(V.Zero, a)",
        PointwiseFunction.LeakyRelu => $"V.SelectPositive(a, a, V.Multiply(a, {Parameter(op, 0)}))",
        PointwiseFunction.PRelu => "V.SelectPositive(a, a, V.Multiply(a, b))",
        PointwiseFunction.Clip when op.Parameters.Count > 0 => $"V.Min({Parameter(op, 1)}, V.Max({Parameter(op, 0)}, a))",
        PointwiseFunction.RoundToScale => ActivationCode.Apply(
            new Activation(ActivationKind.Quantize, (float)op.Parameters[0]) { Low = (float)op.Parameters[1], High = (float)op.Parameters[2] }, "a"),
        PointwiseFunction.HardSigmoid => Ramp(Parameter(op, 0), Parameter(op, 1)),
        PointwiseFunction.HardSwish => $"V.Multiply(a, {Ramp($"V.Broadcast({CSharp.Literal(1f / 6)})", "V.Broadcast(0.5f)")})",
        _ => null,
    };

    private static string Ramp(string slope, string start) => $"V.Max(V.Zero, V.Min(V.Broadcast(1), V.Add(V.Multiply(a, {slope}), {start})))";

    private static string Parameter(Pointwise op, int index) => $"V.Broadcast({Numbers.Literal(ElementType.Float32, op.Parameters[index])})";
}
