using CnnCompiler.Inference;
using CnnCompiler.Report;
using Mechanisms.Measurements;
using Mechanisms.Nets;
using Mechanisms.Tour;

namespace Mechanisms.Chapters;

/// <summary>How the region of the image behind a value grows.</summary>
internal static class ReceptiveFieldGrowth
{
    public static Chapter Chapter { get; } = new(
        "growth", "Receptive-field growth",
        "stacked 3x3 layers of stride 1 crop one pixel around the image each; pooling or stride widens the region of the image behind each value.", Show);

    private static void Show(ChapterWriter output, TourSettings settings)
    {
        output.Declared<Stacked>();
        output.Check("Maps of three 3x3 layers on 28x28", "26x26, 24x24, 22x22", string.Join(", ", Stacked.Info.Layers.ToArray().Select(layer => layer.OutputShape[..5])));
        output.Compare("Pixels cropped on each side by a layer", "1", Text.Whole((28 - int.Parse(Stacked.Info.Layers[0].OutputShape[..2], System.Globalization.CultureInfo.InvariantCulture)) / 2));
        Show<Stacked>(output, settings, "stacked", "three layers of stride 1", "7x7");
        output.Declared<StackedWithPools>();
        Show<StackedWithPools>(output, settings, "pools", "a 2x2 pool behind each of the first two", "18x18");
        output.Declared<StackedWithStrides>();
        Show<StackedWithStrides>(output, settings, "strides", "stride 2 in the first two", "15x15");
    }

    private static void Show<TNet>(ChapterWriter output, TourSettings settings, string name, string title, string expected)
        where TNet : IFloatModel<TNet>
    {
        int side = int.Parse(Running.ShapeOf<TNet>().Split('x')[0], System.Globalization.CultureInfo.InvariantCulture);
        var field = Influence.Of<TNet>().FieldBehind(side / 2 * side + side / 2);
        var picture = Drawing.Ink(settings.Image);
        // From the inside out: what one value sees behind the first layer, the second, the third.
        Rgb[] colours = [Rgb.Orange, Rgb.Green600, new(0, 114, 178), new(204, 121, 167), Rgb.Black];
        var layers = TNet.Info.Layers;
        for (int layer = 0; layer < layers.Length; layer++)
        {
            int size = int.Parse(layers[layer].ReceptiveField.Split('x')[0], System.Globalization.CultureInfo.InvariantCulture);
            picture.Outline(field.Row + (field.Rows - size) / 2, field.Column + (field.Columns - size) / 2, size, size, colours[layer % colours.Length]);
        }
        string sizes = string.Join(", ", layers.ToArray().Select(layer => layer.ReceptiveField));
        output.Picture(name, picture, $"Squares on the image, one around the other: {sizes} pixels.", $"The region behind one value after each layer, {title}: {sizes}.");
        output.Check($"Region behind one value, {title}", expected, $"{field.Rows}x{field.Columns}", "found by inking one pixel after another");
    }
}
