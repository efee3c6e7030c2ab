using CnnCompiler.Report;
using Mechanisms.Measurements;
using Mechanisms.Nets;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>Linear convolutions in a row are one.</summary>
internal static class Associativity
{
    private const int Side = 22;

    /// <summary>What the issue of rounding leaves between two orders of the same sums.</summary>
    private const double Tolerance = 1e-5;

    public static Chapter Chapter { get; } = new(
        "associativity", "Associativity",
        "(((M * F1) * F2) * F3) = M * (F1 * F2 * F3): linear convolutions in a row collapse into one filter; a ReLU between them stops that.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Declared<ThreeFilters>();
        output.Declared<OneMergedFilter>();
        output.Declared<ThreeRectified>();
        float[] three = Running.Predict<ThreeFilters>(settings.Image.Ink);
        float[] one = Running.Predict<OneMergedFilter>(settings.Image.Ink);
        float[] rectified = Running.Predict<ThreeRectified>(settings.Image.Ink);
        output.Picture("three", Picture.RedBlue(three, Side, Side, cell: 8), "The map behind three filters, in red and blue.", "Three filters in a row.");
        output.Picture("merged", Picture.RedBlue(one, Side, Side, cell: 8), "The map of the one merged filter: the same.", "Their one merged 7x7 filter.");
        output.Picture("rectified", Picture.RedBlue(rectified, Side, Side, cell: 8), "The map with ReLU between the filters: another one, without the right sides of strokes.", "With ReLU between them.");
        double same = Differences.Largest(three, one);
        double other = Differences.Largest(rectified, one);
        output.Compare("Three filters and their merged filter give the same map", "yes", same <= Tolerance ? "yes" : "no", $"largest difference {Text.Scientific(same)}");
        output.Compare("With ReLU between them they do too", "no", other <= Tolerance ? "yes" : "no", $"largest difference {Text.Number(other)}");
        output.Measure("Side of the merged filter", "7");
    }
}
