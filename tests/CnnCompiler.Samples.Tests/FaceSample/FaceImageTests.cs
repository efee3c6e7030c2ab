using System.Text;
using CsCheck;
using Faces;
using Faces.Imaging;
using StbImageSharp;

namespace CnnCompiler.Samples.Tests.FaceSample;

public sealed class FaceImageTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("faces");

    private static readonly byte[] s_pixMap = [.. Encoding.ASCII.GetBytes("P6 # two pixels\n2 1\n255\n"), 1, 2, 3, 4, 5, 6];

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void PixMap_IsRead()
    {
        var image = ImageFile.Decode(s_pixMap);
        Assert.Equal((2, 1), (image.Width, image.Height));
        Assert.Equal([1, 2, 3, 4, 5, 6], image.Pixels);
    }

    [Fact]
    public void Png_IsWrittenAndRead()
    {
        var image = new ColorImage(3, 2, [.. Enumerable.Range(0, 18).Select(value => (byte)(value * 13))]);
        string file = Path.Combine(_directory.FullName, "image.png");
        ImageFile.WritePng(image, file);
        Assert.Equal(image.Pixels, ImageFile.Read(file).Pixels);
        Assert.Equal(["image.png"], _directory.GetFiles().Select(entry => entry.Name));
    }

    [Fact]
    public void Resized_ToTheSameSize_IsTheImage()
    {
        byte[] pixels = [.. Enumerable.Range(0, 4 * 3 * 3).Select(value => (byte)(value * 7))];
        Assert.Equal(pixels.Select(value => (float)value), new ColorImage(4, 3, pixels).Resized(4, 3));
    }

    [Fact]
    public void Resized_ToHalf_IsTheMeanOfNeighbours() =>
        Assert.Equal([15, 15, 15], new ColorImage(2, 2, [0, 0, 0, 10, 10, 10, 20, 20, 20, 30, 30, 30]).Resized(1, 1));

    [Theory]
    [InlineData("P6", "no width")]
    [InlineData("P6 2", "no height")]
    [InlineData("P6 2 1", "no largest sample")]
    [InlineData("P6 2 1 65535\n", "go up to 65535")]
    [InlineData("P6 2 1 255\nabc", "cut short")]
    [InlineData("P6 0 1 255\n", "0 x 1")]
    [InlineData("P6 99999999 99999999 255\n", "at most")]
    [InlineData("GIF or so", "no PNG, JPEG or PPM")]
    [InlineData("", "no PNG, JPEG or PPM")]
    public void BrokenFile_IsRefusedWithAReason(string content, string reason)
    {
        string file = Path.Combine(_directory.FullName, "broken");
        File.WriteAllText(file, content, Encoding.Latin1);
        var refusal = Assert.Throws<FacesException>(() => ImageFile.Read(file));
        Assert.Contains(reason, refusal.Message);
        Assert.EndsWith(".", refusal.Message);
    }

    [Fact]
    public void BrokenBytes_AreRefusedOrRead_WhateverTheyAre()
    {
        string file = Path.Combine(_directory.FullName, "image.png");
        ImageFile.WritePng(new ColorImage(20, 20, [.. Enumerable.Range(0, 1200).Select(value => (byte)(value * value))]), file);
        byte[][] sound = [File.ReadAllBytes(file), s_pixMap];
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 2000], Gen.Byte, Gen.Int[0, 2000]).Sample(
            (which, at, value, length) =>
            {
                byte[] broken = sound[which][..Math.Min(sound[which].Length, Math.Max(1, length))];
                broken[at % broken.Length] ^= value;
                try
                {
                    var image = ImageFile.Decode(broken);
                    return image.Pixels.Length == image.Width * image.Height * 3;
                }
                catch (InvalidDataException)
                {
                    return true;
                }
            },
            iter: 2_000, threads: 1);
    }

    [Fact]
    public void Png_WithAChunkLongerThanTheFile_IsRefused()
    {
        byte[] png = PngOf(1, 1);
        png[8] = 0x7F;
        Assert.Contains("chunk's length", Assert.Throws<InvalidDataException>(() => ImageFile.Decode(png)).Message);
    }

    [Fact]
    public void Box_IsDrawnInsideTheImage()
    {
        var image = new ColorImage(10, 10, new byte[300]);
        BoxPainter.Draw(image, new global::Faces.Detection.Face(1, -0.5f, 0.2f, 2, 0.8f));
        Assert.Equal(230, image.Pixels[(2 * 10 + 5) * 3 + 1]);
        Assert.Equal(0, image.Pixels[(5 * 10 + 5) * 3 + 1]);
        Assert.Equal(0, image.Pixels[1]);
    }

    private byte[] PngOf(int width, int height)
    {
        string file = Path.Combine(_directory.FullName, "sound.png");
        ImageFile.WritePng(new ColorImage(width, height, new byte[width * height * 3]), file);
        Assert.Equal(width, ImageResult.FromMemory(File.ReadAllBytes(file)).Width);
        return File.ReadAllBytes(file);
    }
}
