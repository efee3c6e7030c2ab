namespace Digits.Imaging;

/// <summary>Tells ink from paper: dark on light or light on dark, pencil or marker.</summary>
internal static class InkReader
{
    /// <summary>The least difference between paper and ink in steps of light: below 24 of 255 an even sheet's noise would count as writing.</summary>
    private const int LeastContrast = 24;

    /// <summary>Turns light into ink: 0 is the paper as the border shows it, 255 the strongest ink.</summary>
    /// <param name="image">Light, 0 black to 255 white.</param>
    /// <param name="name">The name that messages call the image by.</param>
    /// <exception cref="DigitsException">There is nothing on the paper.</exception>
    public static GreyImage Read(GreyImage image, string name)
    {
        byte paper = BorderMedian(image);
        // Writing is the side of the paper's level that differs more.
        int darker = paper - image.Pixels.Min();
        int lighter = image.Pixels.Max() - paper;
        int contrast = Math.Max(darker, lighter);
        if (contrast < LeastContrast)
            throw new DigitsException($"{name} shows no digit: nothing on it stands out from the paper.");
        int sign = darker >= lighter ? -1 : 1;
        byte[] ink = [.. image.Pixels.Select(light => (byte)Math.Clamp(sign * (light - paper) * 255 / contrast, 0, 255))];
        return new GreyImage(image.Width, image.Height, ink);
    }

    private static byte BorderMedian(GreyImage image)
    {
        var border = new List<byte>();
        for (int x = 0; x < image.Width; x++)
        {
            border.Add(image[x, 0]);
            border.Add(image[x, image.Height - 1]);
        }
        for (int y = 0; y < image.Height; y++)
        {
            border.Add(image[0, y]);
            border.Add(image[image.Width - 1, y]);
        }
        border.Sort();
        return border[border.Count / 2];
    }
}
