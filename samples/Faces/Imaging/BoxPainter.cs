using Faces.Detection;

namespace Faces.Imaging;

/// <summary>Draws frames.</summary>
internal static class BoxPainter
{
    private static ReadOnlySpan<byte> Color => [0, 230, 60];

    /// <summary>Draws a face's box, its lines as wide as a 400th of the image and at least two pixels.</summary>
    public static void Draw(ColorImage image, Face face)
    {
        var (left, top, right, bottom) = face.Pixels(image);
        int line = Math.Max(2, Math.Max(image.Width, image.Height) / 400);
        for (int y = top; y <= bottom; y++)
            for (int x = left; x <= right; x++)
                if (y - top < line || bottom - y < line || x - left < line || right - x < line)
                    Color.CopyTo(image.Pixels.AsSpan((y * image.Width + x) * 3, 3));
    }
}
