namespace Digits.Imaging;

/// <summary>What the samples of a PNG's pixels are, as its header numbers it.</summary>
internal enum PngColor : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
