using System.Numerics;

namespace CnnCompiler.Training;

/// <summary>
/// Stochastic gradient descent with momentum, in PyTorch's form: v = momentum * v + g, w = w - rate * v, and with Nesterov's
/// w = w - rate * (g + momentum * v).
/// </summary>
/// <remarks>Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, with the rate outside of v.</remarks>
/// <param name="learningRate">The step size; above 0.</param>
/// <param name="momentum">The share of the last step that goes on; at least 0, below 1.</param>
/// <param name="nesterov">Whether the step looks ahead along the momentum; needs momentum.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
public sealed class Sgd(float learningRate = 0.01f, float momentum = 0, bool nesterov = false) : Optimizer(learningRate, slots: momentum == 0 ? 0 : 1)
{
    /// <summary>The share of the last step that goes on.</summary>
    public float Momentum { get; } = Check(momentum, momentum >= 0 && momentum < 1, nameof(momentum), "be at least 0 and below 1");

    /// <summary>Whether the step looks ahead along the momentum.</summary>
    public bool Nesterov { get; } = !nesterov || momentum > 0
        ? nesterov
        : throw new ArgumentOutOfRangeException(nameof(nesterov), nesterov, "Nesterov's step needs a momentum above 0, such as 0.9.");

    internal override string Kind => Momentum == 0 ? "Sgd" : "Sgd with momentum";

    internal override IReadOnlyList<(string Name, float Value)> Settings => [("momentum", Momentum), ("nesterov", Nesterov ? 1 : 0)];

    private protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, float[][] slots, int first, float learningRate)
    {
        var velocity = Momentum == 0 ? [] : slots[0].AsSpan(first);
        var (rate, share, decay) = (new Vector<float>(learningRate), new Vector<float>(Momentum), new Vector<float>(WeightDecay));
        int index = 0;
        for (; index <= values.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var step = new Vector<float>(gradients[index..]) + new Vector<float>(values[index..]) * decay;
            if (Momentum != 0)
            {
                var moved = new Vector<float>(velocity[index..]) * share + step;
                moved.CopyTo(velocity[index..]);
                step = Nesterov ? step + moved * share : moved;
            }
            (new Vector<float>(values[index..]) - step * rate).CopyTo(values[index..]);
        }
        for (; index < values.Length; index++)
        {
            float step = gradients[index] + values[index] * WeightDecay;
            if (Momentum != 0)
            {
                float moved = velocity[index] = velocity[index] * Momentum + step;
                step = Nesterov ? step + moved * Momentum : moved;
            }
            values[index] -= step * learningRate;
        }
    }
}
