using CnnCompiler.Training.Kernels;

namespace CnnCompiler.Training;

/// <summary>The mean over all examples and pixels of -log softmax(scores)[class].</summary>
internal sealed class SoftmaxCrossEntropy : Loss
{
    public override bool IsClassification => true;

    public override bool Absorbs(Layer last) => last is Softmax;

    public override void Check(TensorShape output, int targetLength, int? classCount)
    {
        if (classCount is not { } classes)
            throw new ArgumentException(
                "Softmax cross-entropy needs class numbers as targets, but this data set has values: use another loss, or give it a class count.");
        if (classes > output.Channels)
            throw new ArgumentException(FormattableString.Invariant(
                $"The data set has {classes} classes, but the net's output {output} tells only {output.Channels} apart: make its last layer wider."));
        if (targetLength != output.Height * output.Width)
            throw new ArgumentException(FormattableString.Invariant(
                $"The net's output {output} needs {output.Height * output.Width} class numbers for an example; the data set has {targetLength}."));
    }

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
            if (gradients.IsEmpty)
            {
                sum += SoftmaxRows.LogSum(scores) - scores[target];
                continue;
            }
            var probabilities = gradients.Slice(row * classes, classes);
            sum += SoftmaxRows.Row(scores, probabilities) - scores[target];
            probabilities[target] -= 1;
            foreach (ref float gradient in probabilities)
                gradient *= share;
        }
        return sum / all;
    }
}
