using System.Runtime.Intrinsics;
using CnnCompiler.Inference;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Exponentials of vectors and what is made of them, against float64's.</summary>
public sealed class ExponentialTests
{
    /// <summary>From far below the smallest float's logarithm to beyond the largest one's, in steps that hit all residues.</summary>
    private static readonly float[] Values =
    [
        .. Enumerable.Range(0, 400_000).Select(step => -110f + step * 5.0013e-4f), .. Enumerable.Range(-100, 200).Select(step => step * 1e-9f),
        0f, -0f, float.Epsilon, -1e-30f, 88.722839f, 88.7228394f, -87.3365448f, -103.972084f, 1e30f, -1e30f, float.PositiveInfinity, float.NegativeInfinity,
    ];

    [Fact]
    public void Exp_IsWithinAUnitOfTheLastPlace_AndInfiniteOrZeroBeyond() => Check<Float512, Vector512<float>>(VectorMath.Exp<Float512, Vector512<float>>, Math.Exp, 1.1);

    [Fact]
    public void Exp_WithoutFusedMultiplyAdd_IsNearlyAsExact() => Check<Float128NoFma, Vector128<float>>(VectorMath.Exp<Float128NoFma, Vector128<float>>, Math.Exp, 1.5);

    [Fact]
    public void Tanh_IsWithinThreeUnits() => Check<Float512, Vector512<float>>(VectorMath.Tanh<Float512, Vector512<float>>, Math.Tanh, 3);

    [Fact]
    public void GeluTanh_IsWithinWhatRoundingItsExponentMakes() => Check<Float512, Vector512<float>>(
        VectorMath.GeluTanh<Float512, Vector512<float>>, x => x == float.PositiveInfinity ? x : x == float.NegativeInfinity ? double.NaN : x / (1 + Math.Exp(-2 * 0.79788456080286536 * (x + 0.044715 * x * x * x))), 400, 1e-36);

    [Fact]
    public void NotANumber_GoesThrough()
    {
        Assert.All(Lanes<Float512, Vector512<float>>(Float512.Exp(Float512.Broadcast(float.NaN))), lane => Assert.True(float.IsNaN(lane)));
        Assert.All(Lanes<Float128NoFma, Vector128<float>>(Float128NoFma.Exp(Float128NoFma.Broadcast(float.NaN))), lane => Assert.True(float.IsNaN(lane)));
        Assert.True(float.IsNaN(ScalarMath.Exp(float.NaN)));
    }

    [Fact]
    public void Exp_GivesTheSameBitsAtEveryWidthAndForSingleValues()
    {
        if (!VectorPath.HasFma128)
            return;
        uint[] expected = Bits<Float512, Vector512<float>>(VectorMath.Exp<Float512, Vector512<float>>);
        Assert.Equal(expected, Bits<Float256, Vector256<float>>(VectorMath.Exp<Float256, Vector256<float>>));
        Assert.Equal(expected, Bits<Float128, Vector128<float>>(VectorMath.Exp<Float128, Vector128<float>>));
        Assert.Equal(expected, Values.Select(value => BitConverter.SingleToUInt32Bits(ScalarMath.Exp(value))));
    }

    private static uint[] Bits<V, T>(Func<T, T> function)
        where V : struct, IFloatVector<T>
        where T : struct => [.. Apply<V, T>(function).Select(BitConverter.SingleToUInt32Bits)];

    private static void Check<V, T>(Func<T, T> function, Func<double, double> exact, double units, double least = 0)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        float[] actual = Apply<V, T>(function);
        double worst = 0;
        for (int index = 0; index < actual.Length; index++)
        {
            double expected = exact(Values[index]);
            float rounded = (float)expected;
            if (!float.IsFinite(rounded) || !float.IsFinite(actual[index]))
            {
                // At the edge of the range a neighbour of infinity may be the largest number.
                Assert.True(rounded.Equals(actual[index]) || Math.Abs(expected) > 3.4028e38, $"{Values[index]:R}: {actual[index]} instead of {rounded}");
                continue;
            }

            double off = Math.Abs(actual[index] - expected) / (MathF.BitIncrement(Math.Abs(rounded)) - Math.Abs(rounded));
            Assert.True(off <= units || Math.Abs(actual[index] - expected) <= least, $"{Values[index]:R}: {actual[index]:R} instead of {expected:R}, {off:0.00} units off");
            worst = Math.Max(worst, off);
        }
        Assert.True(worst > 0.4, "What differs by rounding at the least cannot be compared with itself.");
    }

    private static float[] Apply<V, T>(Func<T, T> function)
        where V : struct, IFloatVector<T>
        where T : struct
    {
        float[] padded = [.. Values, .. new float[16]];
        float[] results = new float[padded.Length];
        for (int index = 0; index < Values.Length; index += V.Count)
            V.Store(function(V.Load(ref padded[index])), ref results[index]);
        return results[..Values.Length];
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
