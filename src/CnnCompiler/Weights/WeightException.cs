using System.Text;

namespace CnnCompiler.Weights;

/// <summary>A weight file is not what the net needs. The message names the file or tensor, what was expected and what was found.</summary>
/// <param name="message">The text for the person who brought the file.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class WeightException(string message, Exception? inner = null) : IOException(message, inner)
{
    private const int LongestQuote = 80;

    /// <summary>One sentence for every fault, so that the build and a running program say the same.</summary>
    /// <param name="fileName">The file at fault.</param>
    /// <param name="tensor">The tensor at fault, or null where it is the file as a whole.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="found">What is there.</param>
    /// <param name="advice">What to do about it, where that is known.</param>
    /// <param name="inner">The cause, where there is one.</param>
    internal static WeightException Fault(string fileName, string? tensor, string expected, string found, string? advice = null, Exception? inner = null)
    {
        var text = new StringBuilder(fileName).Append(": ");
        if (tensor != null)
            text.Append("tensor ").Append(Quote(tensor)).Append(": ");
        text.Append("expected ").Append(expected).Append("; found ").Append(found);
        if (advice != null)
            text.Append(": ").Append(advice);
        return new WeightException(text.Append('.').ToString(), inner);
    }

    /// <summary>A text out of a file, fit for one line of a message: a name may hold 100 MB, or line ends that fake other messages.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        for (int index = 0; index < Math.Min(text.Length, LongestQuote); index++)
        {
            char unit = text[index];
            if (unit < ' ' || unit == '"' || unit == '\\' || (unit > '~' && !char.IsLetterOrDigit(unit)))
                quoted.Append("\\u").Append(MessageText.Hex(unit >> 8)).Append(MessageText.Hex(unit));
            else
                quoted.Append(unit);
        }
        return quoted.Append(text.Length > LongestQuote ? "...\"" : "\"").ToString();
    }
}
