using System.Globalization;

namespace Mechanisms.Measurements;

/// <summary>Numbers as the page writes them.</summary>
internal static class Text
{
    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Number(double value, int digits = 3) => value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static string Scientific(double value) => value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    public static string Percent(double share, int digits = 1) => (100 * share).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " %";
}
