namespace Digits.Imaging;

/// <summary>
/// Sets a digit as the MNIST images are set: scaled with its proportions into a box of 20 x 20 pixels, and that box put on a field of 28 x 28
/// by whole pixels so that the centre of mass comes to the field's centre pixel.
/// </summary>
/// <remarks>LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998, section III.A.</remarks>
internal static class DigitFrame
{
    /// <summary>Rows and columns of the field.</summary>
    public const int Size = 28;

    /// <summary>Where the centre of mass comes to, down and across, from the field's corner: in MNIST's files it lies between 14 and 15.</summary>
    public const double Centre = 14.5;

    /// <summary>The longer side of the digit.</summary>
    public const int Box = 20;

    /// <summary>Ink from which a pixel belongs to the digit when its box is sought; half of it would follow shadows, twice as much lose pencil ends.</summary>
    private const byte BoxInk = 64;

    /// <summary>Reads a file and sets its digit.</summary>
    /// <exception cref="DigitsException">The file cannot be read or shows nothing.</exception>
    public static GreyImage ReadFile(string path) => Fit(InkReader.Read(PngReader.ReadFile(path), path));

    /// <summary>Sets a digit.</summary>
    /// <param name="ink">Ink, 0 to 255, with at least one pixel of 255.</param>
    /// <returns>Ink on 28 x 28 pixels.</returns>
    public static GreyImage Fit(GreyImage ink)
    {
        var (left, top, right, bottom) = FindBox(ink);
        double pixel = Math.Max(right - left, bottom - top) / (double)Box;
        var (columns, rows) = ((right - left) / pixel, (bottom - top) / pixel);
        var (massX, massY) = FindMass(ink, left, top, right, bottom);
        int offsetX = Place((massX - left) / pixel, columns);
        int offsetY = Place((massY - top) / pixel, rows);
        double[] field = new double[Size * Size];
        for (int y = 0; y < Size; y++)
            for (int x = 0; x < Size; x++)
            {
                double x0 = Math.Max(left, left + (x - offsetX) * pixel), x1 = Math.Min(right, left + (x + 1 - offsetX) * pixel);
                double y0 = Math.Max(top, top + (y - offsetY) * pixel), y1 = Math.Min(bottom, top + (y + 1 - offsetY) * pixel);
                if (x1 > x0 && y1 > y0)
                    field[y * Size + x] = Sum(ink, x0, y0, x1, y1);
            }
        // A thin pen on a large sheet would average out to a shadow: the strongest pixel is full ink, as in the images the net learned from.
        double strongest = field.Max();
        return new GreyImage(Size, Size, [.. field.Select(sum => (byte)Math.Round(255 * sum / strongest))]);
    }

    /// <summary>Where the box begins so that its mass lies in the middle and nothing leaves the field.</summary>
    private static int Place(double mass, double length) => (int)Math.Clamp(Math.Round(Centre - mass), 0, Size - Math.Ceiling(length));

    private static (int Left, int Top, int Right, int Bottom) FindBox(GreyImage ink)
    {
        var (left, top, right, bottom) = (ink.Width, ink.Height, 0, 0);
        for (int y = 0; y < ink.Height; y++)
            for (int x = 0; x < ink.Width; x++)
                if (ink[x, y] >= BoxInk)
                    (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
        return right > left ? (left, top, right, bottom) : throw new ArgumentException("The image has no ink.", nameof(ink));
    }

    private static (double X, double Y) FindMass(GreyImage ink, int left, int top, int right, int bottom)
    {
        double mass = 0, sumX = 0, sumY = 0;
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++)
            {
                mass += ink[x, y];
                sumX += ink[x, y] * (x + 0.5);
                sumY += ink[x, y] * (y + 0.5);
            }
        return (sumX / mass, sumY / mass);
    }

    /// <summary>The ink on a rectangle whose sides may run through pixels.</summary>
    private static double Sum(GreyImage ink, double x0, double y0, double x1, double y1)
    {
        double sum = 0;
        for (int y = (int)y0; y < Math.Min(ink.Height, Math.Ceiling(y1)); y++)
        {
            double height = Math.Min(y + 1, y1) - Math.Max(y, y0);
            for (int x = (int)x0; x < Math.Min(ink.Width, Math.Ceiling(x1)); x++)
                sum += ink[x, y] * height * (Math.Min(x + 1, x1) - Math.Max(x, x0));
        }
        return sum;
    }
}
