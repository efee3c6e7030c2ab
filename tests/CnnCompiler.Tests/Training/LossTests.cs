using CnnCompiler.Training;

namespace CnnCompiler.Tests.Training;

public sealed class LossTests
{
    [Fact]
    public void SoftmaxCrossEntropy_OfEvenScores_IsTheLogarithmOfTheClasses()
    {
        float[] gradients = new float[8];
        double loss = Loss.SoftmaxCrossEntropy.Evaluate(new float[8], TensorShape.Features(4), [1, 3], 2, gradients);
        Assert.Equal(Math.Log(4), loss, 1e-12);
        Assert.Equal([0.125f, -0.375f, 0.125f, 0.125f, 0.125f, 0.125f, 0.125f, -0.375f], gradients);
    }

    [Fact]
    public void SoftmaxCrossEntropy_OfHugeScores_StaysFinite()
    {
        float[] gradients = new float[3];
        double loss = Loss.SoftmaxCrossEntropy.Evaluate([1000, -1000, 0], TensorShape.Features(3), [1], 1, gradients);
        Assert.Equal(2000, loss, 1e-9);
        Assert.Equal([1, -1, 0], gradients);
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(6, 3)]
    public void SoftmaxCrossEntropy_Gradients_MatchFiniteDifferences(int pixels, int classes)
    {
        var random = new Random(4);
        float[] targets = [.. Enumerable.Range(0, 3 * pixels).Select(_ => (float)random.Next(classes))];
        CheckGradients(Loss.SoftmaxCrossEntropy, TensorShape.Map(1, pixels, classes), targets, random);
    }

    [Fact]
    public void MeanSquaredError_Gradients_MatchFiniteDifferences()
    {
        var random = new Random(5);
        CheckGradients(Loss.MeanSquaredError, TensorShape.Features(5), GradientCheck.Uniform(random, 15), random);
    }

    [Fact]
    public void SmoothedCrossEntropy_Gradients_MatchFiniteDifferences() =>
        CheckGradients(Loss.SmoothedCrossEntropy(0.2f), TensorShape.Features(5), [4, 0, 2], new Random(6));

    [Fact]
    public void WeightedCrossEntropy_Gradients_MatchFiniteDifferences() =>
        CheckGradients(Loss.WeightedCrossEntropy([0.5f, 2, 0, 1.25f, 3], 0.1f), TensorShape.Features(5), [4, 0, 2], new Random(6));

    [Fact]
    public void WeightedCrossEntropy_CountsEachExampleAsMuchAsItsClass()
    {
        float[] scores = GradientCheck.Uniform(new Random(6), 12);
        var shape = TensorShape.Features(4);
        double Of(int row) => Loss.SoftmaxCrossEntropy.Evaluate(scores.AsSpan(4 * row, 4), shape, new float[] { 0, 1, 3 }.AsSpan(row, 1), 1, []);
        double weighted = Loss.WeightedCrossEntropy([2, 0.25f, 7, 3]).Evaluate(scores, shape, [0, 1, 3], 3, []);
        Assert.Equal((2 * Of(0) + 0.25 * Of(1) + 3 * Of(2)) / 3, weighted, 1e-9);
        float[] even = new float[12], plain = new float[12];
        Assert.Equal(
            Loss.SoftmaxCrossEntropy.Evaluate(scores, shape, [0, 1, 3], 3, plain),
            Loss.WeightedCrossEntropy([1, 1, 1, 1]).Evaluate(scores, shape, [0, 1, 3], 3, even));
        Assert.Equal(plain, even);
    }

    [Fact]
    public void WeightedCrossEntropy_OfBadWeights_IsRefused()
    {
        Assert.Contains("class 1", Assert.Throws<ArgumentException>(() => Loss.WeightedCrossEntropy([1, -2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Loss.WeightedCrossEntropy([0, 0]));
        Assert.Throws<ArgumentException>(() => Loss.WeightedCrossEntropy([1, float.PositiveInfinity]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loss.WeightedCrossEntropy([1, 1], labelSmoothing: 1));
        Assert.Contains("3 class weights", Assert.Throws<ArgumentException>(
            () => Loss.WeightedCrossEntropy([1, 1, 1]).Check(TensorShape.Features(2), 1, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BinaryCrossEntropy_Gradients_MatchFiniteDifferences()
    {
        var random = new Random(7);
        CheckGradients(Loss.BinaryCrossEntropy, TensorShape.Features(5), [.. Enumerable.Range(0, 15).Select(_ => random.NextSingle())], random);
    }

    [Fact]
    public void BinaryCrossEntropy_OfHugeScores_StaysFinite()
    {
        float[] gradients = new float[4];
        double loss = Loss.BinaryCrossEntropy.Evaluate([1000, -1000, 1000, -1000], TensorShape.Features(4), [0, 1, 1, 0], 1, gradients);
        Assert.Equal(500, loss, 1e-9);
        Assert.Equal([0.25f, -0.25f, 0, 0], gradients);
    }

    [Fact]
    public void MeanSquaredError_IsTheMeanOfSquares() =>
        Assert.Equal((1 + 4 + 0 + 9) / 4.0, Loss.MeanSquaredError.Evaluate([1, 2, 3, 4], TensorShape.Features(2), [0, 4, 3, 7], 2, []), 1e-12);

    [Fact]
    public void Evaluate_WithoutGradients_GivesTheSameLoss()
    {
        float[] scores = GradientCheck.Uniform(new Random(6), 12);
        var shape = TensorShape.Features(4);
        double with = Loss.SoftmaxCrossEntropy.Evaluate(scores, shape, [0, 1, 3], 3, new float[12]);
        Assert.Equal(with, Loss.SoftmaxCrossEntropy.Evaluate(scores, shape, [0, 1, 3], 3, []));
    }

    private static void CheckGradients(Loss loss, TensorShape shape, float[] targets, Random random)
    {
        const float Step = 0.05f;
        float[] outputs = GradientCheck.Uniform(random, 3 * shape.Length);
        float[] gradients = new float[outputs.Length];
        loss.Evaluate(outputs, shape, targets, 3, gradients);
        for (int index = 0; index < outputs.Length; index++)
        {
            float before = outputs[index];
            double At(float by)
            {
                outputs[index] = before + by;
                return loss.Evaluate(outputs, shape, targets, 3, []);
            }

            double difference = (8 * (At(Step) - At(-Step)) - (At(2 * Step) - At(-2 * Step))) / (12.0 * Step);
            outputs[index] = before;
            Assert.Equal(difference, gradients[index], 2e-6);
        }
    }
}
