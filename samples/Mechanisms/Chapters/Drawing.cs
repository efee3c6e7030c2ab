using CnnCompiler.Report;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>Pictures that several chapters show.</summary>
internal static class Drawing
{
    /// <summary>Pixels of a cell in pictures of the whole image.</summary>
    private const int ImageCell = 10;

    /// <summary>The image as it is seen: ink dark on light.</summary>
    public static Picture Ink(TourImage image, int cell = ImageCell)
    {
        var picture = new Picture(TourImage.Size, TourImage.Size, cell);
        for (int row = 0; row < TourImage.Size; row++)
            for (int column = 0; column < TourImage.Size; column++)
                picture.Fill(row, column, Rgb.Grey(1 - image.Ink[row * TourImage.Size + column]));
        return picture;
    }

    /// <summary>A filter as a heat map.</summary>
    public static Picture HeatMap(IReadOnlyList<float> values, int rows, int columns, int cell = 32) => Picture.RedBlue([.. values], rows, columns, cell: cell);

    /// <summary>A filter's values in words.</summary>
    public static string Words(IReadOnlyList<float> values, int columns) =>
        string.Join("; ", values.Chunk(columns).Select(row => string.Join(" ", row.Select(value => value.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)))));

    /// <summary>The places of the largest values, the largest first.</summary>
    public static (int Row, int Column, float Value)[] Largest(ReadOnlySpan<float> map, int columns, int count, bool negative = false) =>
    [
        .. map.ToArray().Select((value, index) => (index / columns, index % columns, value)).OrderByDescending(place => negative ? -place.value : place.value).Take(count),
    ];
}
