using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace CnnCompiler.Inference;

/// <summary>
/// Functions of single values for the kernels over tensors of any type. All but the inverse functions of angles are made of the kernels' exponential
/// (float32) and .NET's vector library's exponentials, logarithms, sines and cosines (float64), so that every machine gives the same bits; where digits would cancel, float32 is computed in float64 and
/// rounded once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalarMath
{
    /// <summary>Whole exponents up to here are products of at most ten factors, off by some units of float64's last place.</summary>
    private const int MostProducts = 64;

    /// <summary>Twice the value from which on the hyperbolic tangent is 1 to the last digit.</summary>
    private const double MostOfTanh = 40;

    /// <summary>Above it e to the power of x is infinite though half of it need not be.</summary>
    private const double MostOfExp = 709;

    /// <summary>Above it the square is infinite, and 1 beside it no longer counts.</summary>
    private const double MostToSquare = 1e150;

    private const double LogOfTwo = 0.69314718055994531;

    /// <summary>e to the power of x.</summary>
    public static float Exp(float x) =>
        VectorPath.HasFma128 ? VectorMath.Exp<Float128, Vector128<float>>(Vector128.Create(x)).ToScalar() : VectorMath.Exp<Float128NoFma, Vector128<float>>(Vector128.Create(x)).ToScalar();

    /// <inheritdoc cref="Exp(float)"/>
    public static double Exp(double x) => Vector128.Exp(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>e to the power of x, minus 1: to float32's last digits also near zero.</summary>
    public static float ExpMinusOne(float x) => (float)ExpMinusOne((double)x);

    /// <summary>e to the power of x, minus 1. Near zero (u - 1) * x / log(u) undoes the rounding of u = exp(x) (Kahan, in Higham 2002, section
    /// 1.14.1).</summary>
    public static double ExpMinusOne(double x)
    {
        double u = Exp(x);
        if (u == 1)
            return x;
        return u - 1 is -1 or > 1 ? u - 1 : (u - 1) * x / Log(u);
    }

    /// <summary>The natural logarithm.</summary>
    public static float Log(float x) => Vector128.Log(Vector128.CreateScalar(x)).ToScalar();

    /// <inheritdoc cref="Log(float)"/>
    public static double Log(double x) => Vector128.Log(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>log(1 + x), to the last digits also near zero: the same way of undoing the rounding of 1 + x.</summary>
    private static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? u : Log(u) * x / (u - 1);
    }

    /// <summary>x to the power of y.</summary>
    public static double Pow(double x, double y)
    {
        // Products, so that powers of whole numbers are whole numbers.
        if (y == Math.Floor(y) && Math.Abs(y) <= MostProducts)
            return y < 0 ? 1 / Product(x, (int)-y) : Product(x, (int)y);
        if (y == 0.5 && x > 0)
            return Math.Sqrt(x);
        if (x > 0 && double.IsFinite(x) && double.IsFinite(y))
            return Exp(y * Log(x));
        if (x < 0 && double.IsFinite(x) && y == Math.Floor(y) && double.IsFinite(y))
            return Math.IEEERemainder(y, 2) == 0 ? Exp(y * Log(-x)) : -Exp(y * Log(-x));
        // Zeros, infinities and what is not a number: exact everywhere.
        return Math.Pow(x, y);
    }

    private static double Product(double x, int count)
    {
        double product = 1;
        for (double power = x; count > 0; count >>= 1, power *= power)
            if ((count & 1) != 0)
                product *= power;
        return product;
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static float Sigmoid(float x) => 1 / (1 + Exp(-x));

    /// <inheritdoc cref="Sigmoid(float)"/>
    public static double Sigmoid(double x) => 1 / (1 + Exp(-x));

    /// <summary>log(1 + exp(x)), without overflow.</summary>
    public static float Softplus(float x) => (float)Softplus((double)x);

    /// <inheritdoc cref="Softplus(float)"/>
    public static double Softplus(double x)
    {
        if (double.IsNaN(x))
            return x;
        double small = Exp(-Math.Abs(x));
        // log(1 + s) is s to the last digit where 1 + s is 1.
        double tail = 1 + small == 1 ? small : small / (1 + small - 1) * Log(1 + small);
        return Math.Max(x, 0) + tail;
    }

    /// <summary>x * tanh(log(1 + exp(x))) (Misra 2019).</summary>
    public static float Mish(float x) => (float)Mish((double)x);

    /// <inheritdoc cref="Mish(float)"/>
    public static double Mish(double x)
    {
        // tanh(log(1 + e)) = e (e + 2) / (e (e + 2) + 2), and 1 to the last digit from 20 on.
        double e = Exp(Math.Min(x, 20));
        double n = e * (e + 2);
        return x * (n / (n + 2));
    }

    /// <summary>The hyperbolic tangent.</summary>
    public static float Tanh(float x) => (float)Tanh((double)x);

    /// <inheritdoc cref="Tanh(float)"/>
    public static double Tanh(double x)
    {
        double e = ExpMinusOne(Math.Min(2 * Math.Abs(x), MostOfTanh));
        return Math.CopySign(e / (e + 2), x);
    }

    /// <summary>The error function.</summary>
    public static float Erf(float x) => (float)ErrorFunction.Erf(x);

    /// <inheritdoc cref="Erf(float)"/>
    public static double Erf(double x) => ErrorFunction.Erf(x);

    /// <summary>x / 2 * (1 + erf(x / sqrt 2)) (Hendrycks and Gimpel 2016).</summary>
    public static float Gelu(float x) => (float)Gelu((double)x);

    /// <inheritdoc cref="Gelu(float)"/>
    public static double Gelu(double x) => 0.5 * x * (1 + ErrorFunction.Erf(x * 0.70710678118654752));

    /// <summary>The approximation of Gelu with a hyperbolic tangent (Hendrycks and Gimpel 2016).</summary>
    public static float GeluTanh(float x) => (float)GeluTanh((double)x);

    /// <inheritdoc cref="GeluTanh(float)"/>
    public static double GeluTanh(double x) => x / (1 + Exp(-1.5957691216057307 * (x + 0.044715 * x * x * x)));

    /// <summary>The sine.</summary>
    public static float Sin(float x) => (float)Sin((double)x);

    /// <inheritdoc cref="Sin(float)"/>
    public static double Sin(double x) => Vector128.Sin(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>The cosine.</summary>
    public static float Cos(float x) => (float)Cos((double)x);

    /// <inheritdoc cref="Cos(float)"/>
    public static double Cos(double x) => Vector128.Cos(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>The tangent.</summary>
    public static float Tan(float x) => (float)Tan((double)x);

    /// <inheritdoc cref="Tan(float)"/>
    public static double Tan(double x) => Sin(x) / Cos(x);

    /// <summary>The inverse sine.</summary>
    public static float Asin(float x) => (float)Math.Asin(x);

    /// <inheritdoc cref="Asin(float)"/>
    public static double Asin(double x) => Math.Asin(x);

    /// <summary>The inverse cosine.</summary>
    public static float Acos(float x) => (float)Math.Acos(x);

    /// <inheritdoc cref="Acos(float)"/>
    public static double Acos(double x) => Math.Acos(x);

    /// <summary>The inverse tangent.</summary>
    public static float Atan(float x) => (float)Math.Atan(x);

    /// <inheritdoc cref="Atan(float)"/>
    public static double Atan(double x) => Math.Atan(x);

    /// <summary>The hyperbolic sine.</summary>
    public static float Sinh(float x) => (float)Sinh((double)x);

    /// <inheritdoc cref="Sinh(float)"/>
    public static double Sinh(double x)
    {
        double magnitude = Math.Abs(x);
        double e = magnitude > MostOfExp ? Exp(0.5 * magnitude) : ExpMinusOne(magnitude);
        return Math.CopySign(magnitude > MostOfExp ? 0.5 * e * e : 0.5 * (e + e / (e + 1)), x);
    }

    /// <summary>The hyperbolic cosine.</summary>
    public static float Cosh(float x) => (float)Cosh((double)x);

    /// <inheritdoc cref="Cosh(float)"/>
    public static double Cosh(double x)
    {
        double magnitude = Math.Abs(x);
        double e = Exp(magnitude > MostOfExp ? 0.5 * magnitude : magnitude);
        return magnitude > MostOfExp ? 0.5 * e * e : 0.5 * (e + 1 / e);
    }

    /// <summary>The inverse hyperbolic sine.</summary>
    public static float Asinh(float x) => (float)Asinh((double)x);

    /// <inheritdoc cref="Asinh(float)"/>
    public static double Asinh(double x)
    {
        double magnitude = Math.Abs(x);
        double square = magnitude * magnitude;
        return Math.CopySign(magnitude > MostToSquare ? Log(magnitude) + LogOfTwo : LogOnePlus(magnitude + square / (1 + Math.Sqrt(square + 1))), x);
    }

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static float Acosh(float x) => (float)Acosh((double)x);

    /// <inheritdoc cref="Acosh(float)"/>
    public static double Acosh(double x)
    {
        // Far below 1 the sum would cancel to -1 or 0 instead.
        if (x < 1)
            return double.NaN;
        double above = x - 1;
        return x > MostToSquare ? Log(x) + LogOfTwo : LogOnePlus(above + Math.Sqrt(above * (above + 2)));
    }

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static float Atanh(float x) => (float)Atanh((double)x);

    /// <inheritdoc cref="Atanh(float)"/>
    public static double Atanh(double x)
    {
        double magnitude = Math.Abs(x);
        return Math.CopySign(0.5 * LogOnePlus(2 * magnitude / (1 - magnitude)), x);
    }
}
