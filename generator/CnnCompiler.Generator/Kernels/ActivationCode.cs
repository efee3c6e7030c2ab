using CnnCompiler.Generator.Graph.Operators;

namespace CnnCompiler.Generator.Kernels;

/// <summary>The text of an activation applied to a vector.</summary>
internal static class ActivationCode
{
    public static string Apply(Activation? activation, string vector) => activation switch
    {
        null => vector,
        // In this order a NaN goes through, as in ONNX Runtime.
        { Kind: ActivationKind.ReLU } => $"V.Max(V.Zero, {vector})",
        { Kind: ActivationKind.LeakyReLU, Slope: var slope } =>
            $"V.SelectPositive({vector}, {vector}, V.Multiply({vector}, V.Broadcast({CSharp.Literal(slope)})))",
        { Kind: ActivationKind.Clip } => Least(activation.High, Greatest(activation.Low, vector)),
        // In this order a NaN becomes the lowest number, as where it is quantised by itself.
        { Kind: ActivationKind.Quantize, Slope: var scale, Low: var low } =>
            $"V.Multiply({CSharp.Literal(scale)}, {Round(Least(activation.High, $"V.Max(V.Divide({vector}, V.Broadcast({CSharp.Literal(scale)})), V.Broadcast({CSharp.Literal(low)}))"))})",
        { Kind: ActivationKind.Sigmoid } => $"VectorMath.Sigmoid<V, T>({vector})",
        { Kind: ActivationKind.Tanh } => $"VectorMath.Tanh<V, T>({vector})",
        _ => throw new InvalidOperationException($"No code is written for the activation {activation}."),
    };

    /// <summary>Below 2^22, adding 1.5 * 2^23 leaves no room for a fraction: the sum is rounded to a whole number, halves to the even one.</summary>
    private static string Round(string vector) => $"V.Subtract(V.Add({vector}, V.Broadcast(12582912f)), V.Broadcast(12582912f))";

    private static string Greatest(float low, string vector) =>
        float.IsNegativeInfinity(low) ? vector : low == 0 ? $"V.Max(V.Zero, {vector})" : $"V.Max(V.Broadcast({CSharp.Literal(low)}), {vector})";

    private static string Least(float high, string vector) => float.IsPositiveInfinity(high) ? vector : $"V.Min(V.Broadcast({CSharp.Literal(high)}), {vector})";
}
