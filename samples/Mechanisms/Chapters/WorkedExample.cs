using CnnCompiler.Report;
using Mechanisms.Measurements;
using Mechanisms.Nets;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>The vertical edge detector over a digit.</summary>
internal static class WorkedExample
{
    private const int Side = 26;
    private const int Marked = 8;

    /// <summary>"Nearly vertical" is the first third of the way from the vertical to the horizontal.</summary>
    private const double NearlyVertical = 30;

    public static Chapter Chapter { get; } = new(
        "worked-example", "The vertical edge detector over a digit",
        "the largest values, positive and negative, stand where edges are nearly vertical; the opposite sign is the opposite edge.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Declared<VerticalEdges>();
        output.Picture("image", Drawing.Ink(settings.Image), $"The image: {settings.Image.Name}.", "The image, 28x28; ink is 1, paper 0.");
        float[] map = Running.Predict<VerticalEdges>(settings.Image.Ink);
        var picture = Picture.RedBlue(map, Side, Side, cell: 10);
        var positive = Drawing.Largest(map, Side, Marked);
        var negative = Drawing.Largest(map, Side, Marked, negative: true);
        foreach (var (row, column, _) in positive)
            picture.Outline(row, column, 1, 1, Rgb.Black);
        foreach (var (row, column, _) in negative)
            picture.Outline(row, column, 1, 1, Rgb.Green600);
        output.Picture("map", picture,
            "The feature map in red and blue: red along left sides of strokes, where ink begins, blue along right sides, where it ends. The strongest responses are framed.",
            "Red: more ink on the right. Blue: more ink on the left. Framed: the strongest of each.");
        output.Compare("Size of the map", "26x26", ReceptiveFields.MapOf<VerticalEdges>());
        output.Measure("Largest value", Text.Number(positive[0].Value));
        output.Measure("Smallest value", Text.Number(negative[0].Value));

        double[] angles = [.. positive.Concat(negative).Select(place => AngleFromVertical(settings.Image.Ink, place.Row, place.Column)).Order()];
        output.Compare("The strongest responses stand where edges are nearly vertical (within 30 degrees)", "yes", angles[angles.Length / 2] < NearlyVertical ? "yes" : "no",
            $"median angle between edge and vertical at the {2 * Marked} strongest: {Text.Number(angles[angles.Length / 2], 0)} degrees; over all edges of the image: " +
            $"{Text.Number(MedianAngle(settings.Image.Ink, map), 0)}");

        output.Declared<OppositeEdges>();
        float[] opposite = Running.Predict<OppositeEdges>(settings.Image.Ink);
        output.Compare("The filter of opposite sign gives the opposite map", "yes", Differences.Largest(map, [.. opposite.Select(value => -value)]) == 0 ? "yes" : "no");
    }

    private static double MedianAngle(float[] image, float[] map)
    {
        double[] angles =
        [
            .. Enumerable.Range(0, map.Length).Where(index => Math.Abs(Across(image, index / Side, index % Side)) + Math.Abs(Down(image, index / Side, index % Side)) > 0.5)
                .Select(index => AngleFromVertical(image, index / Side, index % Side)).Order(),
        ];
        return angles.Length == 0 ? 0 : angles[angles.Length / 2];
    }

    /// <summary>Degrees between the edge at a place and the vertical: the edge runs across the direction in which ink changes most.</summary>
    private static double AngleFromVertical(float[] image, int row, int column) =>
        Math.Atan2(Math.Abs(Down(image, row, column)), Math.Abs(Across(image, row, column))) * 180 / Math.PI;

    // Sobel's differences, the usual measure of a direction, over the 3x3 pixels of the place.
    private static double Across(float[] image, int row, int column) =>
        Enumerable.Range(0, 3).Sum(y => (y == 1 ? 2 : 1) * ((double)At(image, row + y, column + 2) - At(image, row + y, column)));

    private static double Down(float[] image, int row, int column) =>
        Enumerable.Range(0, 3).Sum(x => (x == 1 ? 2 : 1) * ((double)At(image, row + 2, column + x) - At(image, row, column + x)));

    private static float At(float[] image, int row, int column) => image[row * TourImage.Size + column];
}
