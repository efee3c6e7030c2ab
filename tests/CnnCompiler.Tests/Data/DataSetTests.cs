using CnnCompiler.Data;

namespace CnnCompiler.Tests.Data;

public sealed class DataSetTests
{
    private static readonly ArrayDataSet Ten = new(TensorShape.Features(1), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 2);

    [Theory]
    [InlineData(0.3, 3)]
    [InlineData(0.001, 1)]
    [InlineData(0.999, 9)]
    public void Split_GivesEveryExampleToOnePart(double fraction, int second)
    {
        var (first, rest) = Ten.Split(fraction, seed: 4);
        Assert.Equal(second, rest.Count);
        Assert.Equal(Enumerable.Range(0, 10).Select(value => (float)value), Inputs(first).Concat(Inputs(rest)).Order());
        Assert.Equal(Inputs(rest), Inputs(Ten.Split(fraction, seed: 4).Second));
    }

    [Fact]
    public void Split_IsByChance_AndBySeed()
    {
        Assert.NotEqual(Inputs(Ten.Split(0.5, 1).First), Inputs(Ten.Split(0.5, 2).First));
        Assert.NotEqual(Inputs(Ten).Take(5), Inputs(Ten.Split(0.5, 1).First).Order());
    }

    [Fact]
    public void Split_OutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Ten.Split(0));
        Assert.Throws<ArgumentException>(() => Ten.Split(1));
        Assert.Throws<ArgumentException>(() => Ten.Split(double.NaN));
        Assert.Throws<ArgumentException>(() => Ten.Take(1).Split(0.5));
    }

    [Fact]
    public void Take_KeepsTheOrder()
    {
        Assert.Equal([0f, 1f, 2f], Inputs(Ten.Take(3)));
        Assert.Equal(10, Ten.Take(30).Count);
    }

    [Fact]
    public void Arrays_ThatDoNotFit_AreRefused()
    {
        static string Message(int length, int label) =>
            Assert.Throws<ArgumentException>(() => new ArrayDataSet(TensorShape.Features(2), new float[length], [0, label], 2)).Message;
        Assert.Contains("4 values", Message(3, 1), StringComparison.Ordinal);
        Assert.Contains("Label 1 is 2", Message(4, 2), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ArrayDataSet(TensorShape.Features(1), new float[2], new float[3], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ten.Read(-1, 0, new float[1], new float[1]));
    }

    private static float[] Inputs(IDataSet examples)
    {
        float[] inputs = new float[examples.Count];
        for (int index = 0; index < inputs.Length; index++)
            examples.Read(index, 0, inputs.AsSpan(index, 1), new float[1]);
        return inputs;
    }
}
