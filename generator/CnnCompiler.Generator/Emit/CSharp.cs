using System.Globalization;
using System.Text;

namespace CnnCompiler.Generator;

/// <summary>C# text for values, independent of culture.</summary>
internal static class CSharp
{
    public static string Literal(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Literal(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The shortest text that reads back to the same number; nine digits are enough for every float32.</summary>
    public static string Literal(float value)
    {
        if (float.IsNaN(value) || float.IsInfinity(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers are written as literals.");
        string exact = value.ToString("G9", CultureInfo.InvariantCulture);
        string shortest = new[] { "G7", "G8" }
            .Select(format => value.ToString(format, CultureInfo.InvariantCulture))
            .FirstOrDefault(text => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float read) && read.Equals(value));
        return (shortest ?? exact) + "f";
    }

    public static string Literal(string value)
    {
        var text = new StringBuilder("\"");
        foreach (char c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (c < ' ' || c > '~')
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }
        return text.Append('"').ToString();
    }

    /// <summary>Text that may stand in a one-line comment: what could end the line is left out.</summary>
    public static string Comment(string value) => new([.. value.Select(c => char.IsControl(c) || c is '\u0085' or '\u2028' or '\u2029' ? ' ' : c)]);
}
