using System.Globalization;
using System.Runtime.CompilerServices;
using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training;

/// <summary>
/// The mean over all examples and pixels of -log softmax(scores)[class], or with smoothing s of (1 - s) times that and s times the mean over all
/// classes; with weights, each times the weight of its class.
/// </summary>
internal sealed class SoftmaxCrossEntropy(float smoothing = 0, float[]? weights = null) : Loss
{
    public override bool IsClassification => true;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"softmax cross-entropy, smoothing {smoothing}") +
        (weights is null ? "" : $", weights {string.Join(' ', weights.Select(weight => weight.ToString(CultureInfo.InvariantCulture)))}");

    public override bool Absorbs(Layer last) => last is Softmax;

    public override void Check(TensorShape output, int targetLength, int? classCount)
    {
        if (classCount is not { } classes)
            throw new ArgumentException(
                "Softmax cross-entropy needs class numbers as targets, but this data set has values: use another loss, or give it a class count.");
        if (classes > output.Channels)
            throw new ArgumentException(FormattableString.Invariant(
                $"The data set has {classes} classes, but the net's output {output} tells only {output.Channels} apart: make its last layer wider."));
        if (weights is not null && weights.Length != classes)
            throw new ArgumentException(FormattableString.Invariant($"The loss has {weights.Length} class weights, but the data set has {classes} classes."));
        if (targetLength != output.Height * output.Width)
            throw new ArgumentException(FormattableString.Invariant(
                $"The net's output {output} needs {output.Height * output.Width} class numbers for an example; the data set has {targetLength}."));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override double EvaluatePart(
        ReadOnlySpan<float> outputs, TensorShape shape, ReadOnlySpan<float> targets, int count, int batch, Span<float> gradients)
    {
        int classes = shape.Channels;
        int rows = count * shape.Height * shape.Width;
        double all = (double)batch * shape.Height * shape.Width;
        float share = (float)(1 / all);
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            var scores = outputs.Slice(row * classes, classes);
            int target = (int)targets[row];
            float weight = weights is null ? 1 : weights[target];
            if (gradients.IsEmpty)
            {
                sum += weight * (SoftmaxRows.LogSum(scores) - Expected(scores, target));
                continue;
            }
            var probabilities = gradients.Slice(row * classes, classes);
            sum += weight * (SoftmaxRows.Row(scores, probabilities) - Expected(scores, target));
            probabilities[target] -= 1 - smoothing;
            float spread = smoothing / classes;
            float part = weight * share;
            foreach (ref float gradient in probabilities)
                gradient = (gradient - spread) * part;
        }
        return sum / all;
    }

    // The scores' mean under the distribution that is aimed at.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Expected(ReadOnlySpan<float> scores, int target)
    {
        if (smoothing == 0)
            return scores[target];
        double sum = 0;
        foreach (float score in scores)
            sum += score;
        return (1 - (double)smoothing) * scores[target] + smoothing * sum / scores.Length;
    }
}
