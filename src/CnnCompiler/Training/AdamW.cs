namespace CnnCompiler.Training;

/// <summary>Adam with decoupled weight decay, in PyTorch's form: w = w * (1 - rate * decay) before Adam's step.</summary>
/// <remarks>Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019.</remarks>
public sealed class AdamW : Adam
{
    /// <summary>An optimiser with PyTorch's usual weight decay of 0.01.</summary>
    /// <param name="learningRate">The step size; above 0.</param>
    /// <param name="beta1">The share of the old mean gradient; at least 0, below 1.</param>
    /// <param name="beta2">The share of the old mean squared gradient; at least 0, below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public AdamW(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
        : base(learningRate, beta1, beta2, epsilon) => WeightDecay = 0.01f;

    private protected override bool DecaysWeights => true;
}
