using System.Runtime.Intrinsics;
using CnnCompiler.Inference;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Loads that gather lanes from several places, for each vector.</summary>
public sealed class FloatVectorTests
{
    private static readonly float[] Values = [.. Enumerable.Range(0, 100).Select(value => (float)value)];

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void LoadParts_ReadsEachPartAtItsOffset(int length)
    {
        Check<Float512, Vector512<float>>();
        Check<Float256, Vector256<float>>();
        Check<Float128, Vector128<float>>();
        Check<Float128NoFma, Vector128<float>>();

        void Check<V, T>()
            where V : struct, IFloatVector<T>
            where T : struct
        {
            nint[] offsets = [30, 7, 61, 2];
            float[] expected = [.. Enumerable.Range(0, V.Count).Select(lane => Values[3 + offsets[lane / length] + lane % length])];
            Assert.Equal(expected, Lanes<V, T>(V.LoadParts(ref Values[3], length, offsets[0], offsets[1], offsets[2], offsets[3])));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(12)]
    public void Spread_PutsEachValueIntoFourLanes(int step)
    {
        Check<Float512, Vector512<float>>();
        Check<Float256, Vector256<float>>();
        Check<Float128, Vector128<float>>();
        Check<Float128NoFma, Vector128<float>>();

        void Check<V, T>()
            where V : struct, IFloatVector<T>
            where T : struct =>
            Assert.Equal([.. Enumerable.Range(0, V.Count).Select(lane => Values[5 + lane / 4 * step])], Lanes<V, T>(V.Spread(ref Values[5], step)));
    }

    [Fact]
    public void SumSixteens_AddsEachRow()
    {
        float[] sums = new float[5];
        VectorMath.SumSixteens(ref Values[1], ref sums[0], 5);
        Assert.Equal(Enumerable.Range(0, 5).Select(row => Values.Skip(1 + row * 16).Take(16).Sum()), sums);
    }

    private static float[] Lanes<V, T>(T vector)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        float[] lanes = new float[V.Count];
        V.Store(vector, ref lanes[0]);
        return lanes;
    }
}
