using CnnCompiler.Data;

namespace CnnCompiler.Tests.Data;

public sealed class ClassExtensionsTests
{
    // Ten of class 0, five of class 1, none of class 2, two of class 3, one of class 4.
    private static readonly int[] s_labels = [.. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(1, 5), 3, 3, 4];
    private static readonly ArrayDataSet Eighteen = new(TensorShape.Features(1), [.. Enumerable.Range(0, 18).Select(value => (float)value)], s_labels, 5);

    [Fact]
    public void CountClasses_CountsExamplesOrPixels()
    {
        Assert.Equal([10, 5, 0, 2, 1], Eighteen.CountClasses());
        Assert.Equal([3, 5], new ArrayDataSet(TensorShape.Map(2, 2, 1), new float[8], [0, 1, 1, 0, 1, 1, 0, 1], 2, labelsPerInput: 4).CountClasses());
        Assert.Throws<ArgumentException>(() => new ArrayDataSet(TensorShape.Features(1), [1], [0.5f], 1).CountClasses());
    }

    [Fact]
    public void BalancedWeights_MakeEveryClassCountTheSame()
    {
        float[] weights = Eighteen.BalancedWeights();
        Assert.Equal([0.45f, 0.9f, 0, 2.25f, 4.5f], weights);
        Assert.Equal(1, s_labels.Average(label => weights[label]), 1e-6);
    }

    [Theory]
    [InlineData(0.2, new[] { 2, 1, 0, 1, 0 })]
    [InlineData(0.5, new[] { 5, 2, 0, 1, 0 })]
    [InlineData(0.99, new[] { 9, 4, 0, 1, 0 })]
    public void SplitByClass_TakesTheSameShareOfEachClass(double fraction, int[] second)
    {
        var (first, rest) = Eighteen.SplitByClass(fraction, seed: 3);
        Assert.Equal(second, rest.CountClasses().Select(count => (int)count));
        Assert.Equal(Enumerable.Range(0, 18), Indices(first).Concat(Indices(rest)).Order());
        Assert.Equal(Indices(rest), Indices(Eighteen.SplitByClass(fraction, seed: 3).Second));
        Assert.Equal(Indices(first).Order(), Indices(first));
    }

    [Fact]
    public void SplitByClass_OfWhatCannotBeDivided_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Eighteen.SplitByClass(1));
        Assert.Throws<ArgumentException>(() => Eighteen.Skip(17).SplitByClass(0.5));
        Assert.Throws<ArgumentException>(() => new ArrayDataSet(TensorShape.Map(1, 2, 1), new float[2], [0, 1], 2, labelsPerInput: 2).SplitByClass(0.5));
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(5), InlineData(18)]
    public void Folds_AreOfOneSizeAndMix(int count)
    {
        var folds = Eighteen.Folds(count, seed: 1);
        Assert.Equal(count, folds.Count);
        Assert.Equal(Enumerable.Range(0, 18), folds.SelectMany(fold => Indices(fold.Validation)).Order());
        foreach (var (training, validation) in folds)
        {
            Assert.InRange(validation.Count, 18 / count, (18 + count - 1) / count);
            Assert.Equal(Enumerable.Range(0, 18), Indices(training).Concat(Indices(validation)).Order());
            Assert.InRange(validation.CountClasses()[0], 10 / count, (10 + count - 1) / count);
        }
        Assert.Equal(folds.Select(fold => string.Join(',', Indices(fold.Validation))), Eighteen.Folds(count, 1).Select(fold => string.Join(',', Indices(fold.Validation))));
    }

    [Fact]
    public void Folds_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Eighteen.Folds(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Eighteen.Folds(19));
    }

    [Fact]
    public void CountClasses_OfASetThatKnowsItsLabels_ReadsNoInput()
    {
        var examples = new LabelsOnly();
        Assert.Equal([2, 1], examples.CountClasses());
        Assert.Equal([2, 1], examples.Augment(new Augmentation { Shift = 1 }).Take(3).CountClasses());
    }

    [Fact]
    public void CountClasses_OfALyingSet_SaysWhichExample() =>
        Assert.Contains("Example 3 has the class 2", Assert.Throws<ArgumentException>(() => new LabelsOnly { Count = 4 }.CountClasses()).Message, StringComparison.Ordinal);

    private static int[] Indices(IDataSet examples)
    {
        float[] input = new float[1];
        return [.. Enumerable.Range(0, examples.Count).Select(index =>
        {
            examples.Read(index, 0, input, new float[1]);
            return (int)input[0];
        })];
    }

    private sealed class LabelsOnly : ILabelledDataSet
    {
        public int Count { get; init; } = 3;

        public TensorShape InputShape => TensorShape.Map(4, 4, 1);

        public int TargetLength => 1;

        public int? ClassCount => 2;

        public int Label(int index) => index - (index > 0 ? 1 : 0);

        public void Read(int index, int epoch, Span<float> input, Span<float> target) => throw new InvalidOperationException("Nothing is to be read.");
    }
}
