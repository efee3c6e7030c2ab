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
        { Kind: ActivationKind.Sigmoid } => $"VectorMath.Sigmoid({vector})",
        { Kind: ActivationKind.Tanh } => $"VectorMath.Tanh({vector})",
        _ => throw new InvalidOperationException($"No code is written for the activation {activation}."),
    };

    private static string Greatest(float low, string vector) =>
        float.IsNegativeInfinity(low) ? vector : low == 0 ? $"V.Max(V.Zero, {vector})" : $"V.Max(V.Broadcast({CSharp.Literal(low)}), {vector})";

    private static string Least(float high, string vector) => float.IsPositiveInfinity(high) ? vector : $"V.Min(V.Broadcast({CSharp.Literal(high)}), {vector})";
}
