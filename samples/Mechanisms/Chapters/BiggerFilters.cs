using Mechanisms.Measurements;
using Mechanisms.Nets;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>Larger filters with larger strides.</summary>
internal static class BiggerFilters
{
    public static Chapter Chapter { get; } = new(
        "bigger-filters", "Bigger filter and stride",
        "each +2 in the filter's size goes with +1 in the stride: 5x5 with stride 2; no filters above 7x7.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Declared<Window5Stride2>();
        output.Check("5x5 with stride 2 on 28x28", "12x12", ReceptiveFields.MapOf<Window5Stride2>(), "(28 - 5) / 2 + 1, rounded down");
        output.Check("7x7 with stride 3 on 28x28", "8x8", ReceptiveFields.MapOf<Window7Stride3>(), "(28 - 7) / 3 + 1");
        output.Text("Why the two go together: the number of receptive fields that a pixel can lie in stays what it is for 3x3 with stride 1.");
        Strides.Show<Window3>(output, "3x3-stride-1", "3x3 with stride 1", "9", isArticle: false);
        Strides.Show<Window5Stride2>(output, "5x5-stride-2", "5x5 with stride 2", "9", isArticle: false);
        Strides.Show<Window7Stride3>(output, "7x7-stride-3", "7x7 with stride 3", "9", isArticle: false);
        output.Table("What a filter costs", ["Filter", "Weights", "Multiply-adds on 28x28", "Map"],
        [
            ["3x3, stride 1", "9", Text.Whole(Window3.Info.MultiplyAdds), ReceptiveFields.MapOf<Window3>()],
            ["5x5, stride 2", "25", Text.Whole(Window5Stride2.Info.MultiplyAdds), ReceptiveFields.MapOf<Window5Stride2>()],
            ["7x7, stride 3", "49", Text.Whole(Window7Stride3.Info.MultiplyAdds), ReceptiveFields.MapOf<Window7Stride3>()],
        ]);
    }
}
