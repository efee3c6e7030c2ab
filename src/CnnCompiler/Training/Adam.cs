using System.Numerics;
using System.Runtime.CompilerServices;

namespace CnnCompiler.Training;

/// <summary>
/// Adam, in PyTorch's form: m = b1 * m + (1 - b1) * g, v = b2 * v + (1 - b2) * g^2,
/// w = w - rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon).
/// </summary>
/// <remarks>Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015.</remarks>
/// <param name="learningRate">The step size; above 0.</param>
/// <param name="beta1">The share of the old mean gradient; at least 0, below 1.</param>
/// <param name="beta2">The share of the old mean squared gradient; at least 0, below 1.</param>
/// <param name="epsilon">Keeps the division finite; above 0.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
public class Adam(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f) : Optimizer(learningRate, slots: 2)
{
    /// <summary>The share of the old mean gradient.</summary>
    public float Beta1 { get; } = Check(beta1, beta1 >= 0 && beta1 < 1, nameof(beta1), "be at least 0 and below 1");

    /// <summary>The share of the old mean squared gradient.</summary>
    public float Beta2 { get; } = Check(beta2, beta2 >= 0 && beta2 < 1, nameof(beta2), "be at least 0 and below 1");

    /// <summary>Keeps the division finite.</summary>
    public float Epsilon { get; } = Check(epsilon, epsilon > 0 && float.IsFinite(epsilon), nameof(epsilon), "be above 0 and finite");

    internal override string Kind => DecaysWeights ? "AdamW" : "Adam";

    internal override IReadOnlyList<(string Name, float Value)> Settings => [("beta1", Beta1), ("beta2", Beta2), ("epsilon", Epsilon)];

    // Whether weight decay goes past the means: AdamW's.
    private protected virtual bool DecaysWeights => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, float[][] slots, int first, float learningRate)
    {
        // (double)0.9f is 0.89999998: as its shortest decimal it is the 0.9 that was meant, and that PyTorch computes with.
        double b1 = (double)(decimal)Beta1, b2 = (double)(decimal)Beta2;
        float stepSize = (float)(learningRate / (1 - Math.Pow(b1, Steps)));
        float correction = (float)Math.Sqrt(1 - Math.Pow(b2, Steps));
        float fresh1 = (float)(1 - b1), fresh2 = (float)(1 - b2);
        var mean = slots[0].AsSpan(first);
        var square = slots[1].AsSpan(first);
        float decay = DecaysWeights ? 0 : WeightDecay;
        float keep = DecaysWeights ? 1 - learningRate * WeightDecay : 1;
        int index = 0;
        for (; index <= values.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var value = new Vector<float>(values[index..]);
            var gradient = new Vector<float>(gradients[index..]) + value * decay;
            var m = new Vector<float>(mean[index..]) * Beta1 + gradient * fresh1;
            var v = new Vector<float>(square[index..]) * Beta2 + gradient * gradient * fresh2;
            m.CopyTo(mean[index..]);
            v.CopyTo(square[index..]);
            var denominator = Vector.SquareRoot(v) / new Vector<float>(correction) + new Vector<float>(Epsilon);
            (value * keep - m / denominator * stepSize).CopyTo(values[index..]);
        }
        for (; index < values.Length; index++)
        {
            float gradient = gradients[index] + values[index] * decay;
            float m = mean[index] = mean[index] * Beta1 + gradient * fresh1;
            float v = square[index] = square[index] * Beta2 + gradient * gradient * fresh2;
            values[index] = values[index] * keep - m / (MathF.Sqrt(v) / correction + Epsilon) * stepSize;
        }
    }
}
