using System.Globalization;

namespace CnnCompiler.Benchmarks;

/// <summary>The results as text.</summary>
internal static class Table
{
    private static readonly string[] Titles = ["net", "us", "GFLOP/s", "of peak", "ORT us", "ORT / ours", "quartiles", "transposed", "ORT / that", "1 thread", "gain", "peak's gain", "largest diff.", "input"];

    public static void Print(IReadOnlyList<Result> results)
    {
        Print([Titles, .. results.Select(Cells)]);
    }

    /// <summary>Prints rows in columns: names to the left, numbers to the right.</summary>
    public static void Print(IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
    }

    private static string[] Cells(Result result) =>
    [
        result.Net,
        Text(result.OursMicroseconds, "F2"),
        Text(result.Gflops, "F1"),
        Text(result.PeakShare, "P0"),
        Text(result.OnnxMicroseconds, "F2"),
        Text(result.Ratio, "F2"),
        $"{Text(result.RatioLow, "F2")}-{Text(result.RatioHigh, "F2")}",
        result.FromPlanesMicroseconds is { } time ? Text(time, "F2") : "-",
        result.FromPlanesRatio is { } ratio ? Text(ratio, "F2") : "-",
        result.AloneMicroseconds is { } alone ? Text(alone, "F2") : "-",
        result.Gain is { } gain ? Text(gain, "F2") : "-",
        result.PeakGain is { } most ? Text(most, "F2") : "-",
        Text(result.LargestDifference, "0.0e-0"),
        result.Layout,
    ];

    /// <summary>A number in a format, the same in every culture.</summary>
    public static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
