namespace Faces.Imaging;

/// <summary>An image in 8-bit red, green and blue.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Height x width x 3 bytes.</param>
internal sealed record ColorImage(int Width, int Height, byte[] Pixels)
{
    /// <summary>The most pixels that are read: 32 million, more than a telephone's camera makes.</summary>
    public const int MaxPixels = 1 << 25;

    /// <summary>
    /// The image in other proportions, as float values of 0 to 255: bilinear between the pixels' centres, as OpenCV's resize, which the detector's authors use.
    /// </summary>
    public float[] Resized(int width, int height)
    {
        float[] resized = new float[width * height * 3];
        for (int y = 0; y < height; y++)
        {
            var (top, bottom, down) = Between(y, height, Height);
            for (int x = 0; x < width; x++)
            {
                var (left, right, across) = Between(x, width, Width);
                for (int channel = 0; channel < 3; channel++)
                {
                    float upper = float.Lerp(At(left, top, channel), At(right, top, channel), across);
                    float lower = float.Lerp(At(left, bottom, channel), At(right, bottom, channel), across);
                    resized[(y * width + x) * 3 + channel] = float.Lerp(upper, lower, down);
                }
            }
        }
        return resized;
    }

    private byte At(int x, int y, int channel) => Pixels[((long)y * Width + x) * 3 + channel];

    /// <summary>The two neighbours that a pixel of the new image lies between, and how near it is to the second.</summary>
    private static (int First, int Second, float Share) Between(int position, int length, int sourceLength)
    {
        float source = Math.Clamp((position + 0.5f) * sourceLength / length - 0.5f, 0, sourceLength - 1);
        int first = (int)source;
        return (first, Math.Min(first + 1, sourceLength - 1), source - first);
    }
}
