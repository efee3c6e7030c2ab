using System.Runtime.CompilerServices;

namespace CnnCompiler.Data;

/// <summary>Makes an image from another whose pixels lie elsewhere, interpolating linearly between the four next ones.</summary>
internal static class Resampling
{
    /// <summary>Makes the image.</summary>
    /// <param name="original">The image it comes from, in height x width x channels order.</param>
    /// <param name="shape">The shape of both.</param>
    /// <param name="placement">Where each pixel comes from.</param>
    /// <param name="field">What is added to that for each pixel, or null.</param>
    /// <param name="fill">The value outside of the original.</param>
    /// <param name="image">Takes the image.</param>
    // Once an image and step of training: compiled at full speed from the first, as the kernels are.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        ReadOnlySpan<float> original, TensorShape shape, in Placement placement, DisplacementField? field, float fill, Span<float> image)
    {
        int height = shape.Height, width = shape.Width, channels = shape.Channels;
        float middleY = (height - 1) / 2f, middleX = (width - 1) / 2f;
        var fieldDown = field is null ? [] : field.Down;
        var fieldAcross = field is null ? [] : field.Across;
        for (int y = 0, pixel = 0; y < height; y++)
            for (int x = 0; x < width; x++, pixel++)
            {
                float offsetY = y - middleY - placement.Down, offsetX = x - middleX - placement.Across;
                float fromY = middleY + placement.YY * offsetY + placement.YX * offsetX;
                float fromX = middleX + placement.XY * offsetY + placement.XX * offsetX;
                if (!fieldDown.IsEmpty)
                    (fromY, fromX) = (fromY + fieldDown[pixel], fromX + fieldAcross[pixel]);
                float top = MathF.Floor(fromY), left = MathF.Floor(fromX);
                float below = fromY - top, right = fromX - left;
                if (top >= 0 && left >= 0 && top < height - 1 && left < width - 1)
                {
                    int place = ((int)top * width + (int)left) * channels;
                    for (int channel = 0; channel < channels; channel++, place++)
                    {
                        float above = Between(original[place], original[place + channels], right);
                        float under = Between(original[place + width * channels], original[place + (width + 1) * channels], right);
                        image[pixel * channels + channel] = Between(above, under, below);
                    }
                    continue;
                }
                // Far outside the numbers of rows and columns may not even be whole numbers of 32 bits; anything beyond one pixel is the same.
                int row = (int)Math.Clamp(top, -2, height), column = (int)Math.Clamp(left, -2, width);
                for (int channel = 0; channel < channels; channel++)
                {
                    float above = Between(
                        At(original, shape, row, column, channel, fill), At(original, shape, row, column + 1, channel, fill), right);
                    float under = Between(
                        At(original, shape, row + 1, column, channel, fill), At(original, shape, row + 1, column + 1, channel, fill), right);
                    image[pixel * channels + channel] = Between(above, under, below);
                }
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float At(ReadOnlySpan<float> original, TensorShape shape, int y, int x, int channel, float fill) =>
        (uint)y < (uint)shape.Height && (uint)x < (uint)shape.Width ? original[(y * shape.Width + x) * shape.Channels + channel] : fill;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Between(float from, float to, float share) => from + (to - from) * share;
}
