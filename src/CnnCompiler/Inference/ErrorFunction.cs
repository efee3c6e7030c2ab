namespace CnnCompiler.Inference;

/// <summary>The error function to about 15 digits (Abramowitz and Stegun 1964, 7.1.6 and 7.1.14), without the C library.</summary>
internal static class ErrorFunction
{
    private const double TwoOverRootPi = 1.1283791670955126;

    public static double Erf(double x)
    {
        double magnitude = Math.Abs(x);
        if (double.IsNaN(x))
            return x;
        if (magnitude > 6)
            return x > 0 ? 1 : -1;
        return magnitude < 2.5 ? Series(x) : x > 0 ? 1 - Complement(x) : Complement(-x) - 1;
    }

    /// <summary>2 / sqrt(pi) * exp(-x^2) * sum of 2^n x^(2n+1) / (1 * 3 * ... (2n+1)): no term changes its sign, so nothing cancels.</summary>
    private static double Series(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TwoOverRootPi * ScalarMath.Exp(-x * x) * sum;
    }

    /// <summary>exp(-x^2) / sqrt(pi) over the continued fraction x + (1/2) / (x + 1 / (x + (3/2) / (x + ...))), from behind; 60 steps are enough from 2.5
    /// on.</summary>
    private static double Complement(double x)
    {
        double fraction = x;
        for (int n = 60; n > 0; n--)
            fraction = x + n * 0.5 / fraction;
        return 0.5 * TwoOverRootPi * ScalarMath.Exp(-x * x) / fraction;
    }
}
