using System.Buffers.Binary;
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
         from greys in Gen.Int[0, colors - 1].Array[width * height] from filters in Gen.Int[0, 4].Array[height] from interlaced in Gen.Bool
         select (width, height, greys, filters, interlaced)).Sample(image =>
        {
            // Grey of full opacity in every format, so that the light is the sample itself in 8 bits; of 16 the decoder keeps the upper 8 or rounds.
            int[][] rows = [.. Enumerable.Range(0, image.height).Select(y => Enumerable.Range(0, image.width)
                .SelectMany(x => Pixel(image.greys[y * image.width + x], color, depth, largest)).ToArray())];
            byte[] entries = [.. Enumerable.Range(0, colors).SelectMany(entry => Enumerable.Repeat((byte)(255 - entry), 3))];
            (string, byte[])[] palette = color == 3 ? [("PLTE", entries)] : [];
            int Filter(int y) => image.filters[y];
            var read = PngReader.Read(image.interlaced
                ? PngBytes.MakeInterlaced(rows, channels, depth, color, Filter, palette)
                : PngBytes.Make(rows, channels, depth, color, Filter, palette), "image");
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
            PngBytes.MakeInterlaced(Rows(19, 10, 1, 15), 1, 4, 0, y => y % 5),
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

    [Fact]
    public void Read_DataThatUnpackWithoutEnd_AreRefusedBeforeDecoding()
    {
        // A pixel takes 8 bytes at most, and 50 MB of zeros are 50 KB in the file.
        var problem = Assert.Throws<DigitsException>(() => PngReader.Read(PngBytes.Assemble(PngBytes.Header(28, 28, 8, 0), new byte[50_000_000]), "image"));
        Assert.Contains("more bytes than its pixels can take", problem.Message);
    }

    [Theory]
    [InlineData(0, 0), InlineData(811, 0), InlineData(0, 1), InlineData(811, 1)]
    public void Read_TooFewRows_AreRefused(int length, int interlace) => Assert.Throws<DigitsException>(() =>
        PngReader.Read(PngBytes.Assemble(PngBytes.Header(28, 28, 8, 0, interlace), new byte[length]), "image"));

    [Theory]
    [InlineData("IDAT", 0x20000000u), InlineData("IDAT", 0x7FFFFFFFu), InlineData("gAMA", 0xFFFFFFF4u), InlineData("IHDR", 0x0000FFFFu)]
    public void Read_LyingChunkLength_IsRefusedWithoutItsMemory(string chunk, uint length)
    {
        byte[] file = PngBytes.Make(Rows(17, 9, 1, 255), 1, 8, 0, _ => 0, ("gAMA", [0, 0, 0, 1]));
        // Less 12 the decoder would step back to the chunk it has just read, for ever.
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(PngBytes.PlaceOf(file, chunk)), length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var problem = Assert.Throws<DigitsException>(() => PngReader.Read(file, "image"));
        Assert.Contains("a chunk's length is wrong", problem.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Read_DataThatAskForADictionary_AreRefused()
    {
        byte[] file = PngBytes.Make(Rows(17, 9, 1, 255), 1, 8, 0, _ => 0);
        // The flag in the stream's second byte; 31 must divide the two (RFC 1950, section 2.2).
        (file[PngBytes.PlaceOf(file, "IDAT") + 8], file[PngBytes.PlaceOf(file, "IDAT") + 9]) = (0x78, 0xBB);
        PngBytes.RepairChecksums(file);
        Assert.Contains("compressed data are damaged", Assert.Throws<DigitsException>(() => PngReader.Read(file, "image")).Message);
    }

    [Fact]
    public void Read_ChunkThatMustBeUnderstood_IsRefused()
    {
        byte[] file = PngBytes.Make(Rows(17, 9, 1, 255), 1, 8, 0, _ => 0, ("CgBI", new byte[4]));
        Assert.Contains("a chunk that is not read here", Assert.Throws<DigitsException>(() => PngReader.Read(file, "image")).Message);
    }

    private static int[][] Rows(int width, int height, int channels, int largest) =>
        [.. Enumerable.Range(0, height).Select(y => Enumerable.Range(0, width * channels).Select(x => (x * 37 + y * 11) % (largest + 1)).ToArray())];

    private static int[] Pixel(int grey, int color, int depth, int largest)
    {
        int sample = depth == 16 ? Wide(grey) : grey;
        return color switch { 2 => [sample, sample, sample], 4 => [sample, largest], 6 => [sample, sample, sample, largest], _ => [sample] };
    }

    private static int Wide(int grey) => (grey << 8) | (grey * 7 % 256);
}
