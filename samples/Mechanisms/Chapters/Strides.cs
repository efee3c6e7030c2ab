using CnnCompiler.Inference;
using CnnCompiler.Report;
using Mechanisms.Measurements;
using Mechanisms.Nets;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>Filters that move several pixels at a time.</summary>
internal static class Strides
{
    public static Chapter Chapter { get; } = new(
        "stride", "Stride",
        "a 3x3 filter with stride 2 on 28x28 gives 13x13; with stride 1 an inner pixel lies in 9 receptive fields, with stride 2 in 4; with stride 3 there is no overlap.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Declared<Window3Stride2>();
        output.Compare("3x3 with stride 2 on 28x28", "13x13", ReceptiveFields.MapOf<Window3Stride2>());
        output.Measure("3x3 with stride 3 on 28x28", ReceptiveFields.MapOf<Window3Stride3>());
        Show<Window3>(output, "stride-1", "stride 1", "9");
        Show<Window3Stride2>(output, "stride-2", "stride 2", "4");
        Show<Window3Stride3>(output, "stride-3", "stride 3", "1");
    }

    /// <summary>Counts in how many receptive fields each pixel lies.</summary>
    internal static void Show<TNet>(ChapterWriter output, string name, string title, string expected, bool isArticle = true)
        where TNet : IFloatModel<TNet>
    {
        const int Margin = 7;
        var influence = Influence.Of<TNet>();
        int[] inner = influence.InnerFields(Margin);
        float[] counts = [.. influence.InnerFields(0).Select(count => (float)count)];
        output.Picture(name, Picture.Grey(counts, TourImage.Size, TourImage.Size, cell: 6), $"The image with each pixel as bright as the number of receptive fields it lies in, {title}: up to {inner.Max()}.",
            $"In how many receptive fields each pixel lies, {title}: black {counts.Min()}, white {counts.Max()}.");
        string spread = inner.Min() == inner.Max() ? "" : $"{inner.Min()} to {inner.Max()} by the pixel's place, {Text.Number(inner.Average(), 2)} on average";
        string what = $"Receptive fields that an inner pixel lies in, {title}";
        string note = spread.Length == 0 ? "" : "the most; " + spread;
        if (isArticle)
            output.Compare(what, expected, Text.Whole(inner.Max()), note);
        else
            output.Check(what, expected, Text.Whole(inner.Max()), note);
    }
}
