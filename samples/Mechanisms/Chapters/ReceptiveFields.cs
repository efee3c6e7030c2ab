using CnnCompiler.Report;
using Mechanisms.Measurements;
using Mechanisms.Nets;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>A square odd filter slides over the image.</summary>
internal static class ReceptiveFields
{
    public static Chapter Chapter { get; } = new(
        "receptive-fields", "Receptive fields",
        "a square filter of odd size (3x3, 5x5, 7x7) slides over the image; on 28x28 a 3x3 filter whose places overlap by 2 gives 26x26.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Declared<Window3>();
        var influence = Influence.Of<Window3>();
        var (first, second) = (influence.FieldBehind(0), influence.FieldBehind(1));
        var picture = Drawing.Ink(settings.Image);
        for (int place = 0; place < 2; place++)
        {
            // In the middle of the image, where there is something to see.
            var field = influence.FieldBehind(12 * 26 + 12 + place);
            picture.Outline(field.Row, field.Column, field.Rows, field.Columns, place == 0 ? Rgb.Orange : Rgb.Green600);
        }
        output.Picture("two-places", picture, "The image with two squares of 3 by 3 pixels on it, the second one pixel right of the first.",
            "The pixels behind two neighbouring outputs, orange and green: found by inking one pixel after another and looking at which outputs change.");
        output.Compare("Output of a 3x3 filter on 28x28", "26x26", MapOf<Window3>());
        output.Compare("Pixels by which neighbouring places overlap", "2", Text.Whole(first.Column + first.Columns - second.Column));
        output.Check("Pixels behind one output of the 3x3 filter", "3x3", $"{first.Rows}x{first.Columns}");
        output.Measure("Output of a 5x5 filter", MapOf<Window5>());
        output.Measure("Output of a 7x7 filter", MapOf<Window7>());
    }

    /// <summary>Rows and columns of the last map.</summary>
    internal static string MapOf<TNet>()
        where TNet : CnnCompiler.Inference.IModel<TNet> => string.Join('x', Running.ShapeOf<TNet>().Split('x')[..2]);
}
