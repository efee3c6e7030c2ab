using CsCheck;
using Digits;
using Digits.Imaging;

namespace CnnCompiler.Samples.Tests;

public class DigitFrameTests
{
    [Fact]
    public void Fit_AnyPlaceAndSize_IsBoxedAndCentredByMass() =>
        (from width in Gen.Int[10, 120] from height in Gen.Int[10, 120] from left in Gen.Int[0, 90] from top in Gen.Int[0, 90] from foot in Gen.Double[0.2, 0.5]
         select (width, height, left, top, foot)).Sample(shape =>
        {
            // A stem over its whole height with a foot to the right: its mass lies off the middle of its box.
            var ink = Blank(220, 220);
            Fill(ink, shape.left, shape.top, Math.Max(1, shape.width / 4), shape.height);
            Fill(ink, shape.left, shape.top + shape.height - (int)(shape.foot * shape.height), shape.width, (int)(shape.foot * shape.height));
            var field = DigitFrame.Fit(ink);

            var (x, y) = Mass(field);
            bool atRight = Enumerable.Range(0, 28).Any(row => field[27, row] > 0);
            bool atTop = Enumerable.Range(0, 28).Any(column => field[column, 0] > 0);
            // Only where the digit would leave the field may its mass stay off the centre.
            Assert.InRange(x, atRight ? 4 : 13.9, 15.1);
            Assert.InRange(y, 13.9, atTop ? 24 : 15.1);
            var (columns, rows) = Extent(field);
            Assert.InRange(Math.Max(columns, rows), 20, 20);
            double ratio = (double)shape.width / shape.height;
            Assert.InRange(columns, (int)(20 * Math.Min(1, ratio)), 20 * Math.Min(1, ratio) + 1);
            Assert.InRange(rows, (int)(20 * Math.Min(1, 1 / ratio)), 20 * Math.Min(1, 1 / ratio) + 1);
        }, iter: 300);

    [Fact]
    public void Fit_ImageInItsFrame_ComesBackAsItIs()
    {
        var ink = Blank(28, 28);
        Fill(ink, 12, 4, 5, 20);
        Assert.Equal(ink.Pixels, DigitFrame.Fit(ink).Pixels);
    }

    [Fact]
    public void Fit_ThinPenOnALargeSheet_KeepsFullInk()
    {
        var ink = Blank(1200, 1200);
        Fill(ink, 500, 100, 3, 1000);
        Assert.Equal(255, DigitFrame.Fit(ink).Pixels.Max());
    }

    [Fact]
    public void Read_BothPolarities_GiveTheSameInk() =>
        (from paper in Gen.Byte[140, 255] from ink in Gen.Byte[0, 100] select (paper, ink)).Sample(light =>
        {
            byte[] stem = [.. Enumerable.Range(0, 784).Select(index => index % 28 is 13 or 14 && index / 28 is > 4 and < 24 ? light.ink : light.paper)];
            var dark = new GreyImage(28, 28, stem);
            var inverted = new GreyImage(28, 28, [.. dark.Pixels.Select(value => (byte)(255 - value))]);
            byte[] expected = [.. dark.Pixels.Select(value => value == light.ink ? (byte)255 : (byte)0)];
            Assert.Equal(expected, InkReader.Read(dark, "image").Pixels);
            Assert.Equal(expected, InkReader.Read(inverted, "image").Pixels);
        }, iter: 200);

    [Theory]
    [InlineData(1, 1), InlineData(28, 28), InlineData(300, 2)]
    public void Read_EmptySheet_SaysSo(int width, int height)
    {
        byte[] paper = [.. Enumerable.Range(0, width * height).Select(index => (byte)(200 + index % 20))];
        var problem = Assert.Throws<DigitsException>(() => InkReader.Read(new GreyImage(width, height, paper), "sheet.png"));
        Assert.Equal("sheet.png shows no digit: nothing on it stands out from the paper.", problem.Message);
    }

    private static GreyImage Blank(int width, int height) => new(width, height, new byte[width * height]);

    private static void Fill(GreyImage ink, int left, int top, int width, int height)
    {
        for (int y = top; y < top + height; y++)
            ink.Pixels.AsSpan(y * ink.Width + left, width).Fill(255);
    }

    private static (int Columns, int Rows) Extent(GreyImage ink)
    {
        int[] inked = [.. Enumerable.Range(0, ink.Pixels.Length).Where(index => ink.Pixels[index] > 0)];
        int[] columns = [.. inked.Select(index => index % ink.Width)], rows = [.. inked.Select(index => index / ink.Width)];
        return (columns.Max() - columns.Min() + 1, rows.Max() - rows.Min() + 1);
    }

    internal static (double X, double Y) Mass(GreyImage ink)
    {
        double mass = ink.Pixels.Sum(value => (double)value);
        double sumX = ink.Pixels.Select((value, index) => value * (index % ink.Width + 0.5)).Sum();
        double sumY = ink.Pixels.Select((value, index) => value * (index / ink.Width + 0.5)).Sum();
        return (sumX / mass, sumY / mass);
    }
}
