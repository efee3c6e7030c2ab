using CnnCompiler.Inference;

namespace CnnCompiler.Tests.Inference;

public sealed class HalfConversionTests
{
    [Fact]
    public void Widen_OfEveryFloat16_IsWhatTheFrameworkSays()
    {
        Half[] all = [.. Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))];
        float[] widened = new float[all.Length];
        HalfConversion.Widen(all, ref widened[0]);
        for (int bits = 0; bits < all.Length; bits++)
        {
            float expected = (float)all[bits];
            Assert.True(
                float.IsNaN(expected) ? float.IsNaN(widened[bits]) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(widened[bits]),
                $"0x{bits:X4}: expected {expected}, found {widened[bits]}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(9)]
    public void Widen_WritesNoMoreThanItIsGiven(int count)
    {
        float[] target = [.. Enumerable.Repeat(-1f, count + 1)];
        HalfConversion.Widen(new Half[count], ref target[0]);
        Assert.Equal([.. Enumerable.Repeat(0f, count), -1f], target);
    }

    [Fact]
    public void Narrow_RoundsToTheNearestAndTiesToEven()
    {
        float[] values = [1 + 1f / 2048, 1 + 3f / 2048, 65519, 65520, 1e-8f, -2.5f, float.NaN];
        var narrow = new Half[values.Length];
        HalfConversion.Narrow(ref values[0], narrow);
        Assert.Equal([(Half)1, (Half)(1 + 4f / 2048), (Half)65504, Half.PositiveInfinity, (Half)0, (Half)(-2.5f), Half.NaN], narrow);
    }
}
