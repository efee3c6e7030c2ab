using Digits;
using Digits.Commands;
using Digits.Drawing;
using Digits.Imaging;

namespace CnnCompiler.Samples.Tests;

public class DrawingTests
{
    [Fact]
    public void Draw_SameSeed_DrawsTheSame()
    {
        for (int index = 0; index < 50; index++)
            Assert.Equal(Draw(index, seed: 7).Pixels, Draw(index, seed: 7).Pixels);
    }

    [Fact]
    public void Draw_OtherSeedOrIndex_DrawsAnother()
    {
        var drawings = from seed in Enumerable.Range(0, 20) from index in Enumerable.Range(0, 50) select Convert.ToBase64String(Draw(index, seed).Pixels);
        Assert.Equal(1000, drawings.Distinct().Count());
    }

    [Fact]
    public void Draw_EveryDigit_SitsAsMnistDigitsDo()
    {
        for (int index = 0; index < 2000; index++)
        {
            var ink = Draw(index, seed: 3);
            int[] inked = [.. Enumerable.Range(0, 784).Where(pixel => ink.Pixels[pixel] >= 64)];
            int columns = inked.Max(pixel => pixel % 28) - inked.Min(pixel => pixel % 28) + 1;
            int rows = inked.Max(pixel => pixel / 28) - inked.Min(pixel => pixel / 28) + 1;
            Assert.InRange(Math.Max(columns, rows), 17, 21);
            Assert.Equal(255, ink.Pixels.Max());
            var (x, y) = DigitFrameTests.Mass(ink);
            Assert.InRange(x, 13.9, 15.1);
            Assert.InRange(y, 13.9, 15.1);
        }
    }

    [Fact]
    public void ShippedImages_AreTheOnesTheProgramDraws()
    {
        for (int digit = 0; digit < 10; digit++)
        {
            var light = PngReader.Read(ShippedImages.FileOf(digit), ShippedImages.NameOf(digit));
            var drawn = DrawCommand.Draw(digit, DrawCommand.DefaultSeed);
            // Another machine's sine may round the last bit of a place otherwise, and that the last step of a shade.
            Assert.All(Enumerable.Range(0, 784), pixel => Assert.InRange(255 - light.Pixels[pixel] - drawn.Pixels[pixel], -1, 1));
        }
    }

    private static GreyImage Draw(int index, int seed) => DigitRenderer.Draw(index % 10, new DrawingRandom(seed, index));
}
