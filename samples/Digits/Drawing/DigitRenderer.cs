using Digits.Imaging;

namespace Digits.Drawing;

/// <summary>Draws a digit as the net sees digits: 28 x 28 pixels, within about 20 x 20 of them, centred by mass.</summary>
internal static class DigitRenderer
{
    /// <summary>Draws a digit in one of its styles, chosen and varied by the random numbers.</summary>
    /// <returns>Ink, 0 to 255.</returns>
    public static GreyImage Draw(int digit, DrawingRandom random)
    {
        var glyph = Glyphs.Of(digit, random.Next(Glyphs.StylesOf(digit)));
        return Draw(glyph, new Hand(random));
    }

    private static GreyImage Draw(IReadOnlyList<Stroke> glyph, Hand hand)
    {
        Point[][] chains = [.. hand.Write(glyph).Select(stroke => stroke.Trace())];
        var all = chains.SelectMany(chain => chain);
        var (left, right) = (all.Min(point => point.X), all.Max(point => point.X));
        var (top, bottom) = (all.Min(point => point.Y), all.Max(point => point.Y));
        double scale = (hand.Box - 2 * hand.Radius) / Math.Max(right - left, bottom - top);
        var middle = new Point((left + right) / 2, (top + bottom) / 2);
        var centre = new Point(DigitFrame.Centre, DigitFrame.Centre);

        // The mass is known only once the digit is drawn: once about the middle of its box, then again where that puts it.
        var drawn = Draw(chains, hand.Radius, scale, centre - middle * scale);
        return new GreyImage(DigitFrame.Size, DigitFrame.Size,
            Draw(chains, hand.Radius, scale, centre + centre - middle * scale - drawn.Mass() + hand.Shift).ToBytes());
    }

    private static Pen Draw(Point[][] chains, double radius, double scale, Point origin)
    {
        var pen = new Pen(DigitFrame.Size, radius);
        foreach (var chain in chains)
            pen.Draw([.. chain.Select(point => point * scale + origin)]);
        return pen;
    }
}
