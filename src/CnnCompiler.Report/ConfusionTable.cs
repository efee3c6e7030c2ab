using System.Globalization;

namespace CnnCompiler.Report;

/// <summary>A confusion matrix as a table and a picture.</summary>
internal static class ConfusionTable
{
    public static void Write(PageSection section, IReadOnlyList<string> classes, long[,] counts)
    {
        int count = classes.Count;
        if (count == 0 || counts.GetLength(0) != count || counts.GetLength(1) != count || counts.Cast<long>().Any(value => value < 0))
            throw new ArgumentException(FormattableString.Invariant(
                $"Counts of 0 or more are needed for {count} x {count} classes; found {counts.GetLength(0)} x {counts.GetLength(1)}."), nameof(counts));
        long all = counts.Cast<long>().Sum();
        long right = Enumerable.Range(0, count).Sum(label => counts[label, label]);
        section.Paragraph(string.Create(CultureInfo.InvariantCulture, $"{right:N0} of {all:N0} examples are right: {Share(right, all)}."));
        var picture = new Picture(count, count, Math.Clamp(320 / count, 2, 32));
        for (int actual = 0; actual < count; actual++)
        {
            long row = Row(counts, actual);
            for (int predicted = 0; predicted < count; predicted++)
            {
                // Mistakes are few: their root shows what their share would hide.
                double share = row == 0 ? 0 : Math.Sqrt((double)counts[actual, predicted] / row);
                picture.Fill(actual, predicted, Rgb.RedBlue(actual == predicted ? -share : share));
            }
        }
        section.Picture(picture, "Confusion matrix: the blue diagonal is what is right, red what is not. The table below has the numbers.",
            "Rows: what it is. Columns: what it was taken for. Blue is right, red wrong; the root of the share.");
        section.Table("Rows: what it is. Columns: what it was taken for.", ["", .. classes, "right", "of those said so"],
            Enumerable.Range(0, count).Select(actual => (IReadOnlyList<string>)
            [
                classes[actual], .. Enumerable.Range(0, count).Select(predicted => counts[actual, predicted].ToString("N0", CultureInfo.InvariantCulture)),
                Share(counts[actual, actual], Row(counts, actual)), Share(counts[actual, actual], Enumerable.Range(0, count).Sum(other => counts[other, actual])),
            ]));
    }

    private static long Row(long[,] counts, int actual) => Enumerable.Range(0, counts.GetLength(1)).Sum(predicted => counts[actual, predicted]);

    private static string Share(long part, long whole) => whole == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:F1} %");
}
