using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace CnnCompiler.Inference;

/// <summary>
/// Functions of single values for the kernels over tensors of any type. Exponentials and logarithms are the vector library's, so that every machine gives
/// the same bits;
/// where digits would cancel, float32 is computed in float64 and rounded once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalarMath
{
    /// <summary>e to the power of x.</summary>
    public static float Exp(float x) => Vector128.Exp(Vector128.CreateScalar(x)).ToScalar();

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
    public static float Tanh(float x) => (float)Math.Tanh((double)x);

    /// <inheritdoc cref="Tanh(float)"/>
    public static double Tanh(double x) => Math.Tanh(x);

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
    public static double GeluTanh(double x) => 0.5 * x * (1 + Math.Tanh(0.79788456080286536 * (x + 0.044715 * x * x * x)));

    /// <summary>The sine.</summary>
    public static float Sin(float x) => (float)Math.Sin(x);

    /// <inheritdoc cref="Sin(float)"/>
    public static double Sin(double x) => Math.Sin(x);

    /// <summary>The cosine.</summary>
    public static float Cos(float x) => (float)Math.Cos(x);

    /// <inheritdoc cref="Cos(float)"/>
    public static double Cos(double x) => Math.Cos(x);

    /// <summary>The tangent.</summary>
    public static float Tan(float x) => (float)Math.Tan(x);

    /// <inheritdoc cref="Tan(float)"/>
    public static double Tan(double x) => Math.Tan(x);

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
    public static float Sinh(float x) => (float)Math.Sinh(x);

    /// <inheritdoc cref="Sinh(float)"/>
    public static double Sinh(double x) => Math.Sinh(x);

    /// <summary>The hyperbolic cosine.</summary>
    public static float Cosh(float x) => (float)Math.Cosh(x);

    /// <inheritdoc cref="Cosh(float)"/>
    public static double Cosh(double x) => Math.Cosh(x);

    /// <summary>The inverse hyperbolic sine.</summary>
    public static float Asinh(float x) => (float)Math.Asinh(x);

    /// <inheritdoc cref="Asinh(float)"/>
    public static double Asinh(double x) => Math.Asinh(x);

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static float Acosh(float x) => (float)Math.Acosh(x);

    /// <inheritdoc cref="Acosh(float)"/>
    public static double Acosh(double x) => Math.Acosh(x);

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static float Atanh(float x) => (float)Math.Atanh(x);

    /// <inheritdoc cref="Atanh(float)"/>
    public static double Atanh(double x) => Math.Atanh(x);
}
