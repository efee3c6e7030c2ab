namespace CnnCompiler.Images;

/// <summary>Makes the bytes that a net takes from an image: its part, its size, its channels.</summary>
internal static class ImageScaler
{
    /// <summary>
    /// Scales an image. A new pixel is the mean over the area of the old image that it covers (at least one pixel wide, so that enlarging interpolates):
    /// nothing is lost between samples, as it is with bilinear scaling to less than half.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">1 for light, 3 for red, green and blue, 4 for opacity too.</param>
    /// <param name="fit">How proportions become others.</param>
    /// <returns>Height x width x channels bytes. Without a channel for opacity, what is transparent is seen on white.</returns>
    public static byte[] Scale(PngImage image, int height, int width, int channels, ImageFit fit)
    {
        double left = 0, top = 0, across = image.Width, down = image.Height;
        if (fit == ImageFit.Crop)
        {
            double share = Math.Min(across / width, down / height);
            (across, down) = (share * width, share * height);
            (left, top) = ((image.Width - across) / 2, (image.Height - down) / 2);
        }
        float[] colors = Colors(image, channels);
        var columns = Spans(left, across, width, image.Width);
        var rows = Spans(top, down, height, image.Height);
        float[] narrow = Columns(colors, image.Height, image.Width, channels, columns);
        return Rows(narrow, width * channels, rows);
    }

    // The values that the scaling means: light, colours on white, or colours and opacity as they are.
    private static float[] Colors(PngImage image, int channels)
    {
        float[] colors = new float[image.Width * image.Height * channels];
        var pixels = image.Pixels.AsSpan();
        for (int pixel = 0, place = 0; pixel < pixels.Length; pixel += 4)
        {
            float alpha = channels == 4 ? 1 : pixels[pixel + 3] / 255f;
            float red = 255 + (pixels[pixel] - 255) * alpha;
            float green = 255 + (pixels[pixel + 1] - 255) * alpha;
            float blue = 255 + (pixels[pixel + 2] - 255) * alpha;
            if (channels == 1)
            {
                // Luma with the weights of ITU-R BT.601.
                colors[place++] = 0.299f * red + 0.587f * green + 0.114f * blue;
                continue;
            }
            (colors[place], colors[place + 1], colors[place + 2]) = (red, green, blue);
            if (channels == 4)
                colors[place + 3] = pixels[pixel + 3];
            place += channels;
        }
        return colors;
    }

    /// <summary>The old pixels that make up each new one along an axis, with their shares.</summary>
    private static (int First, float[] Shares)[] Spans(double start, double length, int count, int limit)
    {
        double step = length / count, reach = Math.Max(step, 1);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            double middle = start + (index + 0.5) * step;
            double from = Math.Clamp(middle - reach / 2, 0, limit - 1), to = Math.Clamp(middle + reach / 2, from + 1e-6, limit);
            int first = (int)from, last = Math.Min(limit - 1, (int)Math.Ceiling(to) - 1);
            double[] shares = [.. Enumerable.Range(first, last - first + 1).Select(pixel => Math.Min(pixel + 1, to) - Math.Max(pixel, from))];
            double sum = shares.Sum();
            return (first, shares.Select(share => (float)(share / sum)).ToArray());
        })];
    }

    private static float[] Columns(float[] colors, int height, int width, int channels, (int First, float[] Shares)[] columns)
    {
        float[] narrow = new float[height * columns.Length * channels];
        for (int y = 0, place = 0; y < height; y++)
            foreach (var (first, shares) in columns)
                for (int channel = 0; channel < channels; channel++, place++)
                    for (int tap = 0; tap < shares.Length; tap++)
                        narrow[place] += colors[(y * width + first + tap) * channels + channel] * shares[tap];
        return narrow;
    }

    private static byte[] Rows(float[] narrow, int stride, (int First, float[] Shares)[] rows)
    {
        byte[] scaled = new byte[rows.Length * stride];
        float[] sums = new float[stride];
        for (int y = 0; y < rows.Length; y++)
        {
            Array.Clear(sums);
            for (int tap = 0; tap < rows[y].Shares.Length; tap++)
            {
                var row = narrow.AsSpan((rows[y].First + tap) * stride, stride);
                for (int index = 0; index < stride; index++)
                    sums[index] += row[index] * rows[y].Shares[tap];
            }
            for (int index = 0; index < stride; index++)
                scaled[y * stride + index] = (byte)Math.Clamp(MathF.Round(sums[index]), 0, 255);
        }
        return scaled;
    }
}
