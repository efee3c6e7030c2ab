using CnnCompiler.Oracle;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Pools of same padding with a stride beyond the window: nothing is padded, and what is left over lies below and to the right.</summary>
public sealed class SamePoolTests
{
    private static readonly float[] Ramp = [.. Enumerable.Range(0, 36).Select(value => (float)value)];

    [Fact]
    public void MaxPool_OfSamePaddingAndALongStride_TakesTheFirstWindows() =>
        Assert.Equal([0, 3, 18, 21], Output(new MaxPool(1) { Stride = 3, Padding = Padding.Same }));

    [Fact]
    public void AveragePool_OfSamePaddingAndALongStride_TakesTheFirstWindows() =>
        Assert.Equal([3.5f, 7.5f], Output(new AveragePool(2) { StrideHeight = 6, StrideWidth = 4, Padding = Padding.Same, CountIncludePad = false }));

    private static float[] Output(Layer pool)
    {
        var net = new Architecture(new Input(6, 6, 1), pool);
        using var models = NetComparison.Compile([(net, 1)]);
        return models[NetComparison.ClassName(0)].Output(Ramp);
    }
}
