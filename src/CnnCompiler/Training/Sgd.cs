using System.Numerics;

namespace CnnCompiler.Training;

/// <summary>Stochastic gradient descent with momentum, in PyTorch's form: v = momentum * v + g, w = w - rate * v.</summary>
/// <remarks>Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, with the rate outside of v.</remarks>
/// <param name="learningRate">The step size; above 0.</param>
/// <param name="momentum">The share of the last step that goes on; at least 0, below 1.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
public sealed class Sgd(float learningRate = 0.01f, float momentum = 0) : Optimizer(learningRate, slots: momentum == 0 ? 0 : 1)
{
    /// <summary>The share of the last step that goes on.</summary>
    public float Momentum { get; } = Check(momentum, momentum >= 0 && momentum < 1, nameof(momentum), "be at least 0 and below 1");

    private protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, float[][] slots, int first, float learningRate)
    {
        var velocity = Momentum == 0 ? [] : slots[0].AsSpan(first);
        var (rate, share) = (new Vector<float>(learningRate), new Vector<float>(Momentum));
        int index = 0;
        for (; index <= values.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var step = new Vector<float>(gradients[index..]);
            if (Momentum != 0)
            {
                step = new Vector<float>(velocity[index..]) * share + step;
                step.CopyTo(velocity[index..]);
            }
            (new Vector<float>(values[index..]) - step * rate).CopyTo(values[index..]);
        }
        for (; index < values.Length; index++)
        {
            float step = gradients[index];
            if (Momentum != 0)
                velocity[index] = step = velocity[index] * Momentum + step;
            values[index] -= step * learningRate;
        }
    }
}
