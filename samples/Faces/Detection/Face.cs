using Faces.Imaging;

namespace Faces.Detection;

/// <summary>A face. Its box is in units of the image: 0 is the left or upper border, 1 the right or lower one.</summary>
/// <param name="Score">How sure the detector is, 0 to 1.</param>
/// <param name="Left">The left side.</param>
/// <param name="Top">The upper side.</param>
/// <param name="Right">The right side.</param>
/// <param name="Bottom">The lower side.</param>
internal readonly record struct Face(float Score, float Left, float Top, float Right, float Bottom)
{
    private float Area => Math.Max(0, Right - Left) * Math.Max(0, Bottom - Top);

    /// <summary>The box in pixels of an image, kept inside of it.</summary>
    public (int Left, int Top, int Right, int Bottom) Pixels(ColorImage image) => (
        Pixel(Left, image.Width), Pixel(Top, image.Height), Pixel(Right, image.Width), Pixel(Bottom, image.Height));

    /// <summary>The area that two boxes share, divided by the area of both together.</summary>
    public float Overlap(Face other)
    {
        float shared = new Face(0, Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom)).Area;
        float united = Area + other.Area - shared;
        return united > 0 ? shared / united : 0;
    }

    private static int Pixel(float side, int length) => (int)Math.Clamp(MathF.Round(side * length), 0, length - 1);
}
