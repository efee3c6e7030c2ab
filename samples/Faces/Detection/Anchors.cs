namespace Faces.Detection;

/// <summary>
/// The anchors of the detector RFB-320: boxes of a few sizes at each pixel of four feature maps. What the net says of a face is relative to an anchor.
/// </summary>
/// <remarks>
/// Liu et al., "SSD: Single Shot MultiBox Detector", 2016, with the sizes that Ultra-Light-Fast-Generic-Face-Detector-1MB was trained with.
/// </remarks>
internal static class Anchors
{
    /// <summary>The width of the images the net takes.</summary>
    public const int ImageWidth = 320;

    /// <summary>The height of the images the net takes.</summary>
    public const int ImageHeight = 240;

    private const float CenterVariance = 0.1f;
    private const float SizeVariance = 0.2f;

    private static readonly (int Step, float[] Sizes)[] s_maps = [(8, [10, 16, 24]), (16, [32, 48]), (32, [64, 96]), (64, [128, 192, 256])];

    private static readonly Anchor[] s_all = [.. s_maps.SelectMany(map => OfMap(map.Step, map.Sizes))];

    /// <summary>The number of anchors, 4420.</summary>
    public static int Count => s_all.Length;

    /// <summary>The box of a face from the net's four values for an anchor: the centre's shift and the logarithms of the growth.</summary>
    public static Face Decode(int anchor, float score, ReadOnlySpan<float> values)
    {
        var (x, y, width, height) = s_all[anchor];
        x += values[0] * CenterVariance * width;
        y += values[1] * CenterVariance * height;
        width *= MathF.Exp(values[2] * SizeVariance);
        height *= MathF.Exp(values[3] * SizeVariance);
        return new Face(score, x - width / 2, y - height / 2, x + width / 2, y + height / 2);
    }

    private static IEnumerable<Anchor> OfMap(int step, float[] sizes)
    {
        // A map's last row may hang over the image: 240 rows make 8 rows of 32.
        int rows = (ImageHeight + step - 1) / step;
        int columns = (ImageWidth + step - 1) / step;
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                foreach (float size in sizes)
                    yield return new Anchor(
                        Math.Min(1, (column + 0.5f) * step / ImageWidth), Math.Min(1, (row + 0.5f) * step / ImageHeight),
                        Math.Min(1, size / ImageWidth), Math.Min(1, size / ImageHeight));
    }

    private readonly record struct Anchor(float X, float Y, float Width, float Height);
}
