using System.Globalization;
using System.Text;
using Spectre.Console;
using TrainingConsole;

namespace Digits.Terminal;

/// <summary>The ten probabilities as bars.</summary>
internal static class ProbabilityBars
{
    private const int Columns = 30;
    private const string Eighths = " \u258F\u258E\u258D\u258C\u258B\u258A\u2589";

    /// <summary>The bars as markup, a line for each digit.</summary>
    public static string Draw(IAnsiConsole screen, float[] probabilities)
    {
        int best = Recognition.IndexOfLargest(probabilities);
        var text = new StringBuilder();
        for (int digit = 0; digit < probabilities.Length; digit++)
        {
            string bar = Bar(probabilities[digit], screen.HasBlocks()).PadRight(Columns);
            text.Append(digit > 0 ? "\n" : "").Append(string.Create(CultureInfo.InvariantCulture,
                $"{digit} [{(digit == best ? "green" : "grey")}]{bar}[/] {100 * probabilities[digit],6:F2} %"));
        }
        return text.ToString();
    }

    private static string Bar(float share, bool blocks)
    {
        double length = Math.Clamp(share, 0, 1) * Columns;
        if (!blocks)
            return new string('#', (int)Math.Round(length));
        int eighths = (int)Math.Round(length * 8);
        return new string('\u2588', eighths / 8) + (eighths % 8 > 0 ? Eighths[eighths % 8] : "");
    }
}
