using System.Numerics;
using System.Runtime.CompilerServices;

namespace CnnCompiler.Training;

/// <summary>
/// RMSprop, in PyTorch's form: s = a * s + (1 - a) * g^2, v = momentum * v + g / (sqrt(s) + epsilon), w = w - rate * v.
/// </summary>
/// <remarks>Tieleman and Hinton, "Lecture 6.5 - RMSProp", Coursera: Neural Networks for Machine Learning, 2012.</remarks>
/// <param name="learningRate">The step size; above 0.</param>
/// <param name="alpha">The share of the old mean squared gradient; at least 0, below 1.</param>
/// <param name="momentum">The share of the last step that goes on; at least 0, below 1.</param>
/// <param name="epsilon">Keeps the division finite; above 0.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
public sealed class RmsProp(float learningRate = 0.01f, float alpha = 0.99f, float momentum = 0, float epsilon = 1e-8f)
    : Optimizer(learningRate, slots: momentum == 0 ? 1 : 2)
{
    /// <summary>The share of the old mean squared gradient.</summary>
    public float Alpha { get; } = Check(alpha, alpha >= 0 && alpha < 1, nameof(alpha), "be at least 0 and below 1");

    /// <summary>The share of the last step that goes on.</summary>
    public float Momentum { get; } = Check(momentum, momentum >= 0 && momentum < 1, nameof(momentum), "be at least 0 and below 1");

    /// <summary>Keeps the division finite.</summary>
    public float Epsilon { get; } = Check(epsilon, epsilon > 0 && float.IsFinite(epsilon), nameof(epsilon), "be above 0 and finite");

    internal override string Kind => Momentum == 0 ? "RmsProp" : "RmsProp with momentum";

    internal override IReadOnlyList<(string Name, float Value)> Settings => [("alpha", Alpha), ("momentum", Momentum), ("epsilon", Epsilon)];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, float[][] slots, int first, float learningRate)
    {
        var square = slots[0].AsSpan(first);
        var velocity = Momentum == 0 ? [] : slots[1].AsSpan(first);
        // The decimal is the 0.99 that was meant, as in Adam.
        float fresh = (float)(1 - (double)(decimal)Alpha);
        int index = 0;
        for (; index <= values.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var value = new Vector<float>(values[index..]);
            var gradient = new Vector<float>(gradients[index..]) + value * WeightDecay;
            var mean = new Vector<float>(square[index..]) * Alpha + gradient * gradient * fresh;
            mean.CopyTo(square[index..]);
            var step = gradient / (Vector.SquareRoot(mean) + new Vector<float>(Epsilon));
            if (Momentum != 0)
            {
                step = new Vector<float>(velocity[index..]) * Momentum + step;
                step.CopyTo(velocity[index..]);
            }
            (value - step * learningRate).CopyTo(values[index..]);
        }
        for (; index < values.Length; index++)
        {
            float gradient = gradients[index] + values[index] * WeightDecay;
            float mean = square[index] = square[index] * Alpha + gradient * gradient * fresh;
            float step = gradient / (MathF.Sqrt(mean) + Epsilon);
            if (Momentum != 0)
                velocity[index] = step = velocity[index] * Momentum + step;
            values[index] -= step * learningRate;
        }
    }
}
