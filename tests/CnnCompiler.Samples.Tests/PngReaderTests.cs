using CsCheck;
using Digits;
using Digits.Imaging;

namespace CnnCompiler.Samples.Tests;

public class PngReaderTests
{
    [Theory]
    [InlineData(0, 1), InlineData(0, 2), InlineData(0, 4), InlineData(0, 8), InlineData(0, 16)]
    [InlineData(2, 8), InlineData(2, 16), InlineData(3, 1), InlineData(3, 2), InlineData(3, 4), InlineData(3, 8)]
    [InlineData(4, 8), InlineData(4, 16), InlineData(6, 8), InlineData(6, 16)]
    public void Read_EveryFormatAndFilter_GivesTheLight(int color, int depth)
    {
        int channels = color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        int largest = (1 << depth) - 1;
        int colors = Math.Min(largest, 200) + 1;
        (from width in Gen.Int[1, 19] from height in Gen.Int[1, 9]
         from greys in Gen.Int[0, colors - 1].Array[width * height] from filters in Gen.Int[0, 4].Array[height]
         select (width, height, greys, filters)).Sample(image =>
        {
            // Grey of full opacity in every format, so that the light is the sample itself in 8 bits; of 16 the decoder keeps the upper 8 or rounds.
            int[][] rows = [.. Enumerable.Range(0, image.height).Select(y => Enumerable.Range(0, image.width)
                .SelectMany(x => Pixel(image.greys[y * image.width + x], color, depth, largest)).ToArray())];
            byte[] entries = [.. Enumerable.Range(0, colors).SelectMany(entry => Enumerable.Repeat((byte)(255 - entry), 3))];
            (string, byte[])[] palette = color == 3 ? [("PLTE", entries)] : [];
            var read = PngReader.Read(PngBytes.Make(rows, channels, depth, color, y => image.filters[y], palette), "image");
            Assert.Equal((image.width, image.height), (read.Width, read.Height));
            Assert.All(image.greys.Zip(read.Pixels), pixel =>
            {
                int expected = color == 3 ? 255 - pixel.First : depth == 16 ? pixel.First : pixel.First * 255 / largest;
                int step = depth == 16 ? 1 : 0;
                Assert.InRange(pixel.Second, expected - step, expected + step);
            });
        }, iter: 100);
    }

    [Fact]
    public void Read_TransparentPixels_AreWhitePaper()
    {
        byte[] file = PngBytes.Make([[0, 0, 0, 255], [0, 0, 0, 0]], 2, 8, 4, _ => 0);
        Assert.Equal([255, 0, 255, 255], PngReader.Read(file, "image").Pixels);
    }

    [Fact]
    public void Read_PaletteWithTransparency_IsSeenOnWhite()
    {
        byte[] file = PngBytes.Make([[0, 1, 2]], 1, 2, 3, _ => 0, ("PLTE", new byte[9]), ("tRNS", [0, 255]));
        Assert.Equal([255, 0, 0], PngReader.Read(file, "image").Pixels);
    }

    [Fact]
    public void Read_BrokenBytes_OnlyEverSaysSo()
    {
        byte[][] files =
        [
            PngBytes.Make(Rows(17, 9, 1, 255), 1, 8, 0, y => y % 5),
            PngBytes.Make(Rows(13, 7, 1, 3), 1, 2, 3, y => y % 5, ("PLTE", new byte[12]), ("tRNS", [1, 2])),
            PngBytes.Make(Rows(6, 11, 4, 255), 4, 8, 6, y => y % 5), PngBytes.Make(Rows(5, 5, 3, 65535), 3, 16, 2, y => 4 - y % 5),
        ];
        (from file in Gen.Int[0, files.Length - 1]
         from cut in Gen.Frequency((3, Gen.Const(1.0)), (1, Gen.Double[0, 1]))
         from flips in Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[0, 4]
         from repair in Gen.Bool
         select (file, cut, flips, repair)).Sample(broken =>
        {
            byte[] bytes = files[broken.file][..(int)(broken.cut * files[broken.file].Length)];
            foreach (var (place, mask) in broken.flips)
                if (bytes.Length > 0)
                    bytes[Math.Min(bytes.Length - 1, (int)(place * bytes.Length))] ^= mask;
            if (broken.repair)
                PngBytes.RepairChecksums(bytes);
            try
            {
                var image = PngReader.Read(bytes, "image");
                Assert.Equal(image.Width * image.Height, image.Pixels.Length);
            }
            catch (DigitsException problem)
            {
                Assert.StartsWith("image cannot be read as a PNG image: ", problem.Message);
                Assert.EndsWith(".", problem.Message);
                Assert.DoesNotContain('\n', problem.Message);
            }
        }, iter: 20_000);
    }

    [Theory]
    [InlineData(65535, 65535, "65535 x 65535 pixels")]
    [InlineData(0, 5, "0 x 5 pixels")]
    [InlineData(-1, -1, "4294967295 x 4294967295 pixels")]
    [InlineData(4097, 4096, "4097 x 4096 pixels")]
    public void Read_TooManyPixels_IsRefusedByTheHeaderAlone(int width, int height, string found)
    {
        var problem = Assert.Throws<DigitsException>(() => PngReader.Read(PngBytes.Assemble(PngBytes.Header(width, height, 8, 0), [0, 0]), "image"));
        Assert.Contains(found, problem.Message);
    }

    [Theory]
    [InlineData(50_000_000, "more than the 812 bytes")]
    [InlineData(811, "fewer than the 812 bytes")]
    public void Read_DataOfAnotherLength_IsRefused(int length, string found)
    {
        var problem = Assert.Throws<DigitsException>(() => PngReader.Read(PngBytes.Assemble(PngBytes.Header(28, 28, 8, 0), new byte[length]), "image"));
        Assert.Contains(found, problem.Message);
    }

    [Fact]
    public void Read_InterlacedFile_SaysWhatToDo()
    {
        byte[] file = PngBytes.Assemble(PngBytes.Header(28, 28, 8, 0, interlace: 1), new byte[900]);
        var problem = Assert.Throws<DigitsException>(() => PngReader.Read(file, "image"));
        Assert.Contains("save it without interlacing", problem.Message);
    }

    [Fact]
    public void Write_AnyImage_ReadsBack() =>
        (from width in Gen.Int[1, 40] from height in Gen.Int[1, 40] from light in Gen.Byte.Array[width * height]
         select new GreyImage(width, height, light)).Sample(image =>
            Assert.Equal(image.Pixels, PngReader.Read(PngWriter.Write(image), "image").Pixels), iter: 100);

    private static int[][] Rows(int width, int height, int channels, int largest) =>
        [.. Enumerable.Range(0, height).Select(y => Enumerable.Range(0, width * channels).Select(x => (x * 37 + y * 11) % (largest + 1)).ToArray())];

    private static int[] Pixel(int grey, int color, int depth, int largest)
    {
        int sample = depth == 16 ? Wide(grey) : grey;
        return color switch { 2 => [sample, sample, sample], 4 => [sample, largest], 6 => [sample, sample, sample, largest], _ => [sample] };
    }

    private static int Wide(int grey) => (grey << 8) | (grey * 7 % 256);
}
