namespace Digits.Imaging;

/// <summary>An image of one byte a pixel, row by row: light as a file gives it, or ink (0 paper, 255 ink) as the net takes it.</summary>
internal sealed class GreyImage
{
    public GreyImage(int width, int height, byte[] pixels)
    {
        if (width < 1 || height < 1 || pixels.LongLength != (long)width * height)
            throw new ArgumentException(FormattableString.Invariant($"An image of {width} x {height} pixels needs as many bytes; found {pixels.Length}."));
        (Width, Height, Pixels) = (width, height, pixels);
    }

    public int Width { get; }

    public int Height { get; }

    public byte[] Pixels { get; }

    public byte this[int x, int y] => Pixels[y * Width + x];
}
