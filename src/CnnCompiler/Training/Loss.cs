namespace CnnCompiler.Training;

/// <summary>What training makes small: a number for each example, and its gradient.</summary>
/// <remarks>Made for more kinds than there are now: a loss says itself which targets it takes and which last activation it contains.</remarks>
public abstract class Loss
{
    private protected Loss()
    {
    }

    /// <summary>
    /// Cross-entropy of softmax on the scores of classes, for features or for every pixel of a map; the targets are class numbers. A last
    /// <see cref="Softmax"/> of the net is part of it and left out in training, which is exact where probabilities vanish: gradient p - y.
    /// </summary>
    public static Loss SoftmaxCrossEntropy { get; } = new SoftmaxCrossEntropy();

    /// <summary>Softmax cross-entropy with targets that leave every class a share: PyTorch's <c>label_smoothing</c>.</summary>
    /// <remarks>Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2016.</remarks>
    /// <param name="labelSmoothing">The share that is spread evenly over all classes; at least 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public static Loss SmoothedCrossEntropy(float labelSmoothing) => new SoftmaxCrossEntropy(CheckSmoothing(labelSmoothing));

    /// <summary>
    /// Softmax cross-entropy in which every example, or pixel, counts as much as its class: weight times loss, averaged over the number of examples, as
    /// Keras does with <c>class_weight</c>. (PyTorch divides by the sum of the batch's weights instead.)
    /// </summary>
    /// <param name="weights">
    /// A weight for each class, at least 0, not all of them 0. Where their mean over the examples is 1, as <see cref="Data.ClassExtensions.BalancedWeights"/>
    /// makes them, learning rates mean what they mean without weights.
    /// </param>
    /// <param name="labelSmoothing">The share that is spread evenly over all classes; at least 0, below 1.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or none is above 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public static Loss WeightedCrossEntropy(IReadOnlyList<float> weights, float labelSmoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(weights);
        for (int index = 0; index < weights.Count; index++)
            if (!(weights[index] >= 0 && float.IsFinite(weights[index])))
                throw new ArgumentException(
                    FormattableString.Invariant($"The weight of class {index} is {weights[index]}; weights must be at least 0 and finite."), nameof(weights));
        if (!weights.Any(weight => weight > 0))
            throw new ArgumentException("No class has a weight above 0: nothing could be learned.", nameof(weights));
        return new SoftmaxCrossEntropy(CheckSmoothing(labelSmoothing), [.. weights]);
    }

    /// <summary>
    /// Cross-entropy of the logistic function on scores of independent yes-or-no answers: PyTorch's <c>nn.BCEWithLogitsLoss</c>. Targets are values
    /// from 0 to 1. A last <see cref="Sigmoid"/> of the net is part of it and left out in training.
    /// </summary>
    public static Loss BinaryCrossEntropy { get; } = new BinaryCrossEntropy();

    /// <summary>The mean of the squared differences between outputs and targets, which are values: PyTorch's <c>nn.MSELoss</c>.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredError();

    /// <summary>Whether the loss compares classes, so that accuracy and confusion have a meaning.</summary>
    public abstract bool IsClassification { get; }

    /// <summary>Whether the loss contains this last activation of a net, so that training leaves it out.</summary>
    /// <param name="last">The net's last layer.</param>
    public virtual bool Absorbs(Layer last) => false;

    /// <summary>Checks that a net's output and the targets of a data set fit each other.</summary>
    /// <param name="output">The shape of the net's output.</param>
    /// <param name="targetLength">Values of a target.</param>
    /// <param name="classCount">The number of classes where the targets are class numbers.</param>
    /// <exception cref="ArgumentException">They do not fit; the message says why.</exception>
    public abstract void Check(TensorShape output, int targetLength, int? classCount);

    /// <summary>The loss of a batch.</summary>
    /// <param name="outputs">The net's outputs: count x output length.</param>
    /// <param name="shape">The shape of one output.</param>
    /// <param name="targets">The targets: count x target length.</param>
    /// <param name="count">The number of examples.</param>
    /// <param name="gradients">Takes the gradients of the mean loss with respect to the outputs; empty where only the loss is wanted.</param>
    /// <returns>The mean loss of the batch.</returns>
    public double Evaluate(ReadOnlySpan<float> outputs, TensorShape shape, ReadOnlySpan<float> targets, int count, Span<float> gradients) =>
        EvaluatePart(outputs, shape, targets, count, count, gradients);

    /// <summary>The share that some examples have in the mean loss of a batch.</summary>
    /// <param name="outputs">The net's outputs: count x output length.</param>
    /// <param name="shape">The shape of one output.</param>
    /// <param name="targets">The targets: count x target length.</param>
    /// <param name="count">The number of examples here.</param>
    /// <param name="batch">The number of examples that the mean is taken over.</param>
    /// <param name="gradients">Takes the gradients of the mean loss with respect to the outputs; empty where only the loss is wanted.</param>
    internal abstract double EvaluatePart(
        ReadOnlySpan<float> outputs, TensorShape shape, ReadOnlySpan<float> targets, int count, int batch, Span<float> gradients);

    private static float CheckSmoothing(float share) => share >= 0 && share < 1
        ? share
        : throw new ArgumentOutOfRangeException(
            "labelSmoothing", share, FormattableString.Invariant($"Label smoothing must be at least 0 and below 1; found {share}."));
}
