using CnnCompiler.Inference;

namespace CnnCompiler.Numerics.Tests;

/// <summary>Functions of single values, which are made of the vector library's, against the C library's.</summary>
public sealed class ScalarMathTests
{
    private static readonly double[] Values =
    [
        0, -0.0, 1e-300, 1e-12, -1e-9, 1e-5, -0.01, 0.3, -0.5, 0.75, 0.999999, 1, -1, 1.0000001, 1.5, -2, 3.25, 7, -10, 19.9, 25, -40, 88, -120, 350, -700, 709.5, 1e5, -1e7, -1e9, -1e17, -1e30, 1e160,
        double.PositiveInfinity, double.NegativeInfinity, double.NaN, .. Enumerable.Range(0, 500).Select(step => -12.5 + step * 0.0501),
    ];

    public static TheoryData<string> Names => [.. Functions.Keys];

    private static readonly Dictionary<string, (Func<double, double> Ours, Func<float, float> OfFloats, Func<double, double> Theirs)> Functions = new()
    {
        ["Tanh"] = (ScalarMath.Tanh, ScalarMath.Tanh, Math.Tanh),
        ["Sin"] = (ScalarMath.Sin, ScalarMath.Sin, Math.Sin),
        ["Cos"] = (ScalarMath.Cos, ScalarMath.Cos, Math.Cos),
        ["Tan"] = (ScalarMath.Tan, ScalarMath.Tan, Math.Tan),
        ["Sinh"] = (ScalarMath.Sinh, ScalarMath.Sinh, Math.Sinh),
        ["Cosh"] = (ScalarMath.Cosh, ScalarMath.Cosh, Math.Cosh),
        ["Asinh"] = (ScalarMath.Asinh, ScalarMath.Asinh, Math.Asinh),
        ["Acosh"] = (ScalarMath.Acosh, ScalarMath.Acosh, Math.Acosh),
        ["Atanh"] = (ScalarMath.Atanh, ScalarMath.Atanh, Math.Atanh),
        ["Pow 2"] = (x => ScalarMath.Pow(x, 2), x => (float)ScalarMath.Pow(x, 2), x => Math.Pow(x, 2)),
        ["Pow -3"] = (x => ScalarMath.Pow(x, -3), x => (float)ScalarMath.Pow(x, -3), x => Math.Pow(x, -3)),
        ["Pow 0.75"] = (x => ScalarMath.Pow(x, 0.75), x => (float)ScalarMath.Pow(x, 0.75), x => Math.Pow(x, 0.75)),
        ["Pow 0.5"] = (x => ScalarMath.Pow(x, 0.5), x => (float)ScalarMath.Pow(x, 0.5), x => Math.Pow(x, 0.5)),
        ["Pow -0.5"] = (x => ScalarMath.Pow(x, -0.5), x => (float)ScalarMath.Pow(x, -0.5), x => Math.Pow(x, -0.5)),
        ["Pow 77"] = (x => ScalarMath.Pow(x, 77), x => (float)ScalarMath.Pow(x, 77), x => Math.Pow(x, 77)),
        ["Pow of 1.7"] = (x => ScalarMath.Pow(1.7, x), x => (float)ScalarMath.Pow(1.7, x), x => Math.Pow(1.7, x)),
        ["Pow of -1"] = (x => ScalarMath.Pow(-1, x), x => (float)ScalarMath.Pow(-1, x), x => Math.Pow(-1, x)),
        ["Pow of 0"] = (x => ScalarMath.Pow(0, x), x => (float)ScalarMath.Pow(0, x), x => Math.Pow(0, x)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_IsTheCLibrarysToThirteenDigits_AndRoundedOnceForFloats(string name)
    {
        var (ours, ofFloats, theirs) = Functions[name];
        Assert.All(Values, x =>
        {
            double expected = theirs(x);
            double actual = ours(x);
            Assert.True(IsNear(expected, actual, 1e-13), $"{name}({x:R}) is {expected:R}; found {actual:R}");
            float single = (float)x;
            Assert.True(IsNear((float)theirs(single), ofFloats(single), 1.2e-7), $"{name}({single:R}) is {(float)theirs(single):R}; found {ofFloats(single):R}");
        });
    }

    [Fact]
    public void Pow_OfWholeNumbers_IsExact()
    {
        for (int x = -9; x <= 9; x++)
            for (int y = 0; y <= 15; y++)
                Assert.Equal((double)System.Numerics.BigInteger.Pow(x, y), ScalarMath.Pow(x, y));
    }

    private static bool IsNear(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || (expected == 0 && actual == 0 && double.IsNegative(expected) == double.IsNegative(actual))
        || Math.Abs(expected - actual) <= tolerance * Math.Abs(expected) || (Math.Abs(expected) < 1e-30 && Math.Abs(expected - actual) < 1e-30);
}
