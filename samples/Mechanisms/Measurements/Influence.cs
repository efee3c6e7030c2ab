using CnnCompiler.Inference;

namespace Mechanisms.Measurements;

/// <summary>
/// Which outputs of a net each pixel of a 28 x 28 image reaches, found by running it on images with one pixel of ink. The net's filters must have no values
/// below 0, so that nothing cancels.
/// </summary>
internal sealed class Influence
{
    private const int Size = Tour.TourImage.Size;

    private readonly bool[][] _reached;

    private Influence(bool[][] reached) => _reached = reached;

    /// <summary>Runs a net on every such image.</summary>
    public static Influence Of<TNet>()
        where TNet : IFloatModel<TNet>
    {
        float[] image = new float[Size * Size];
        bool[][] reached = new bool[image.Length][];
        for (int pixel = 0; pixel < image.Length; pixel++)
        {
            image[pixel] = 1;
            reached[pixel] = [.. Running.Predict<TNet>(image).Select(value => value != 0)];
            image[pixel] = 0;
        }
        return new Influence(reached);
    }

    /// <summary>How many outputs a pixel reaches: the receptive fields it lies in.</summary>
    public int FieldsOf(int row, int column) => _reached[row * Size + column].Count(one => one);

    /// <summary>The fields of pixels far enough from the border that all of theirs fit.</summary>
    /// <param name="margin">Pixels to leave out on every side.</param>
    public int[] InnerFields(int margin) =>
    [
        .. from row in Enumerable.Range(margin, Size - 2 * margin) from column in Enumerable.Range(margin, Size - 2 * margin) select FieldsOf(row, column),
    ];

    /// <summary>The pixels that reach an output: the rows and columns they span.</summary>
    public (int Row, int Column, int Rows, int Columns) FieldBehind(int output)
    {
        int[] pixels = [.. Enumerable.Range(0, _reached.Length).Where(pixel => _reached[pixel][output])];
        var (top, left) = (pixels.Min(pixel => pixel / Size), pixels.Min(pixel => pixel % Size));
        return (top, left, pixels.Max(pixel => pixel / Size) - top + 1, pixels.Max(pixel => pixel % Size) - left + 1);
    }
}
