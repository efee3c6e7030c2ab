using System.ComponentModel;

namespace CnnCompiler.Inference;

/// <summary>Functions of whole numbers that C# lacks. Overflow wraps around.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class IntegerMath
{
    /// <summary>A number to the power of another, exactly; negative powers are cut off towards zero.</summary>
    public static long Power(long value, long exponent)
    {
        if (exponent < 0)
            return value == 1 ? 1 : value == -1 ? ((exponent & 1) == 0 ? 1 : -1) : 0;
        long result = 1;
        for (; exponent > 0; exponent >>= 1, value = unchecked(value * value))
            if ((exponent & 1) != 0)
                result = unchecked(result * value);
        return result;
    }

    /// <summary>The remainder with the sign of the divisor.</summary>
    public static long Modulo(long value, long divisor)
    {
        // The one quotient that does not fit; its remainder is 0 like any by -1.
        if (divisor == -1)
            return 0;
        long remainder = value % divisor;
        return remainder != 0 && (remainder < 0) != (divisor < 0) ? remainder + divisor : remainder;
    }
}
