using System.Runtime.InteropServices;
using CnnCompiler.Conformance.Cases;
using CnnCompiler.Inference;
using CnnCompiler.Oracle.Models;

namespace CnnCompiler.Conformance.Tests;

public sealed class TensorComparisonTests
{
    [Theory]
    [InlineData(1f, 1.001f, true)]
    [InlineData(1f, 1.0011f, false)]
    [InlineData(-1f, -0.9991f, true)]
    [InlineData(0f, 9.9e-8f, true)]
    [InlineData(0f, 2e-7f, false)]
    [InlineData(float.NaN, float.NaN, true)]
    [InlineData(float.NaN, 0f, false)]
    [InlineData(0f, float.NaN, false)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, true)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity, false)]
    [InlineData(float.PositiveInfinity, 3e38f, false)]
    [InlineData(3e38f, float.PositiveInfinity, false)]
    [InlineData(0f, -0f, true)]
    public void RealNumbers_MayDifferByTheStandardsTolerance(float expected, float actual, bool agrees) =>
        Assert.Equal(agrees, TensorComparison.Difference(Of([1, expected], 2), Of([1, actual], 2)) is null);

    [Fact]
    public void WholeNumbers_MustBeEqual()
    {
        Assert.Null(TensorComparison.Difference(Longs(1, long.MaxValue), Longs(1, long.MaxValue)));
        Assert.Contains("first at 1", TensorComparison.Difference(Longs(1, long.MaxValue), Longs(1, long.MaxValue - 1)));
        Assert.NotNull(TensorComparison.Difference(new TensorData(TensorElementType.Boolean, [1], [1]), new TensorData(TensorElementType.Boolean, [1], [0])));
    }

    [Fact]
    public void ShapesAndTypes_MustBeTheSame()
    {
        Assert.Equal("expected Float32[2x1], found Float32[2]", TensorComparison.Difference(Of([1, 2], 2, 1), Of([1, 2], 2)));
        Assert.NotNull(TensorComparison.Difference(new TensorData(TensorElementType.Int64, [0], []), new TensorData(TensorElementType.Float32, [0], [])));
        Assert.Null(TensorComparison.Difference(Of([], 3, 0), Of([], 3, 0)));
    }

    private static TensorData Of(float[] values, params int[] shape) =>
        new(TensorElementType.Float32, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    private static TensorData Longs(params long[] values) => new(TensorElementType.Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
