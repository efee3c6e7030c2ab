namespace CnnCompiler.Training;

/// <summary>The mean over all examples and values of (output - target)^2.</summary>
internal sealed class MeanSquaredError : Loss
{
    public override bool IsClassification => false;

    public override string ToString() => "mean squared error";

    public override void Check(TensorShape output, int targetLength, int? classCount)
    {
        if (classCount is not null)
            throw new ArgumentException("Mean squared error needs values as targets, but this data set has class numbers: use softmax cross-entropy.");
        if (targetLength != output.Length)
            throw new ArgumentException(FormattableString.Invariant(
                $"The net's output {output} has {output.Length} values, but the data set's targets have {targetLength}."));
    }

    internal override double EvaluatePart(
        ReadOnlySpan<float> outputs, TensorShape shape, ReadOnlySpan<float> targets, int count, int batch, Span<float> gradients)
    {
        int length = count * shape.Length;
        double all = (double)batch * shape.Length;
        double sum = 0;
        for (int index = 0; index < length; index++)
        {
            double difference = (double)outputs[index] - targets[index];
            sum += difference * difference;
            if (!gradients.IsEmpty)
                gradients[index] = (float)(2 * difference / all);
        }
        return sum / all;
    }
}
