namespace CnnCompiler.Training;

/// <summary>The mean over all examples and values of log(1 + exp(score)) - target * score.</summary>
internal sealed class BinaryCrossEntropy : Loss
{
    public override bool IsClassification => false;

    public override string ToString() => "binary cross-entropy";

    public override bool Absorbs(Layer last) => last is Sigmoid;

    public override void Check(TensorShape output, int targetLength, int? classCount)
    {
        if (classCount is not null)
            throw new ArgumentException(
                "Binary cross-entropy needs values from 0 to 1 as targets, but this data set has class numbers: use softmax cross-entropy.");
        if (targetLength != output.Length)
            throw new ArgumentException(FormattableString.Invariant(
                $"The net's output {output} has {output.Length} values, but the data set's targets have {targetLength}."));
    }

    internal override double EvaluatePart(
        ReadOnlySpan<float> outputs, TensorShape shape, ReadOnlySpan<float> targets, int count, int batch, Span<float> gradients)
    {
        double all = (double)batch * shape.Length;
        double sum = 0;
        for (int index = 0; index < count * shape.Length; index++)
        {
            double score = outputs[index];
            // exp of a negative number alone: nothing overflows.
            double power = Math.Exp(-Math.Abs(score));
            sum += Math.Max(score, 0) - targets[index] * score + Math.Log(1 + power);
            if (!gradients.IsEmpty)
                gradients[index] = (float)(((score >= 0 ? 1 / (1 + power) : power / (1 + power)) - targets[index]) / all);
        }
        return sum / all;
    }
}
