using CnnCompiler.Data;
using CnnCompiler.Images;
using CnnCompiler.Samples.Tests;
using CnnCompiler.Training;
using CsCheck;

namespace CnnCompiler.Tests.Images;

public sealed class ImageFolderTests : IDisposable
{
    private static readonly Input Grey = new(4, 6, 1) { Scale = 1f / 255 };
    private static readonly Input Color = new(2, 2, 3);

    private readonly string _folder = Directory.CreateTempSubdirectory("cnn").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_NumbersClassesAndImagesByTheirNames()
    {
        Put("zebra/2.png", Flat(6, 4, 20));
        Put("zebra/10.PNG", Flat(6, 4, 10));
        Put("ant/a.png", Flat(6, 4, 30));
        Put("ant/notes.txt", [1, 2, 3]);
        Put("ant/.hidden.png", [1, 2, 3]);
        Put(".git/x.png", [1, 2, 3]);
        Put("readme.png", [1, 2, 3]);
        var images = ImageFolder.Open(_folder, Grey);
        Assert.Equal(["ant", "zebra"], images.Classes);
        Assert.Equal((3, 2, 1), (images.Count, images.ClassCount, images.TargetLength));
        Assert.Equal(["a.png", "10.PNG", "2.png"], Enumerable.Range(0, 3).Select(index => Path.GetFileName(images.File(index))));
        Assert.Equal([0, 1, 1], Enumerable.Range(0, 3).Select(images.Label));
        Assert.Equal([30, 10, 20], Enumerable.Range(0, 3).Select(index => (int)MathF.Round(255 * Read(images, index)[0])));
        Assert.Equal([1, 2], images.CountClasses());
        float[] target = new float[1];
        images.Read(2, 1, new float[24], target);
        Assert.Equal(1, target[0]);
    }

    [Fact]
    public void Read_ScalesBytesAsTheInputSays_RedFirst()
    {
        Put("a/1.png", PngBytes.Make([[10, 20, 30, 40, 50, 60], [70, 80, 90, 100, 110, 120]], 3, 8, 2, _ => 0));
        Put("b/1.png", Flat(2, 2, 0));
        var images = ImageFolder.Open(_folder, new Input(2, 2, 3) { Scale = 0.1f, Mean = [1, 2, 3], StandardDeviation = [1, 2, 4] });
        float[] expected = [0, 0, 0, 3, 1.5f, 0.75f, 6, 3, 1.5f, 9, 4.5f, 2.25f];
        Assert.All(expected.Zip(Read(images, 0)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Read_WhatIsTransparent_IsSeenOnWhite_UnlessTheNetTakesOpacity()
    {
        Put("a/1.png", PngBytes.Make([[10, 20, 30, 255, 10, 20, 30, 0], [10, 20, 30, 51, 0, 0, 0, 255]], 4, 8, 6, _ => 0));
        float[] colors = Read(ImageFolder.Open(_folder, Color), 0);
        Assert.Equal([10, 20, 30, 255, 255, 255, 206, 208, 210, 0, 0, 0], colors);
        Assert.Equal([10, 20, 30, 255, 10, 20, 30, 0, 10, 20, 30, 51, 0, 0, 0, 255], Read(ImageFolder.Open(_folder, new Input(2, 2, 4)), 0));
        Assert.Equal([18, 255, 208, 0], Read(ImageFolder.Open(_folder, new Input(2, 2, 1)), 0));
    }

    [Fact]
    public void Read_ImagesOfAnotherSize_StretchesCropsOrRefusesThem()
    {
        // Eight columns by two rows: 0 0 100 100 200 200 40 40.
        int[] row = [0, 0, 100, 100, 200, 200, 40, 40];
        Put("a/1.png", PngBytes.Make([row, row], 1, 8, 0, _ => 0));
        float[] Of(ImageFit fit) => Read(ImageFolder.Open(_folder, new Input(1, 2, 1), new ImageFolderOptions { Fit = fit }), 0);
        Assert.Equal([50, 120], Of(ImageFit.Stretch));
        Assert.Equal([100, 200], Of(ImageFit.Crop));
        var problem = Assert.Throws<DataException>(() => Of(ImageFit.None));
        Assert.Contains("1.png is 8 pixels wide and 2 high", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Scaled_KeepsTheMeanOfEveryImage()
    {
        // Each new pixel covers as much as every other: where sizes divide evenly the mean stays, but for rounding to bytes.
        (from width in Gen.Int[1, 9] from height in Gen.Int[1, 9] from light in Gen.Int[0, 255].Array[width * height * 6]
         select (width, height, light)).Sample(image =>
        {
            int[][] rows = [.. image.light.Chunk(image.width * 3)];
            string file = Put("a/1.png", PngBytes.Make(rows, 1, 8, 0, _ => 0));
            float[] scaled = Read(ImageFolder.Open(_folder, new Input(image.height, image.width, 1)), 0);
            Assert.Equal(image.light.Average(), scaled.Average(), 0.5);
            File.Delete(file);
        }, iter: 100, threads: 1);
    }

    [Fact]
    public void Read_Enlarged_StaysBetweenItsNeighbours()
    {
        Put("a/1.png", PngBytes.Make([[0, 100]], 1, 8, 0, _ => 0));
        float[] enlarged = Read(ImageFolder.Open(_folder, new Input(1, 8, 1)), 0);
        Assert.Equal(enlarged.Order(), enlarged);
        Assert.Equal((0, 100), (enlarged[0], enlarged[^1]));
        Assert.Equal(50, enlarged.Average(), 0.5);
    }

    [Theory]
    [InlineData(0), InlineData(23), InlineData(24), InlineData(1 << 20)]
    public void Read_AgainAndFromSeveralThreads_GivesTheSame(long cache)
    {
        for (int index = 0; index < 6; index++)
            Put($"{index % 2}/{index}.png", Flat(12, 8, 40 * index));
        var images = ImageFolder.Open(_folder, Grey, new ImageFolderOptions { CacheBytes = cache });
        int[] expected = [.. Enumerable.Range(0, 6).Select(index => (int)MathF.Round(255 * Read(images, index)[5]))];
        Assert.Equal([0, 80, 160, 40, 120, 200], expected);
        Parallel.For(0, 60, index => Assert.Equal(expected[index % 6], (int)MathF.Round(255 * Read(images, index % 6)[7])));
    }

    [Fact]
    public void Train_OnAFolder_LearnsItsClasses()
    {
        var random = new Random(4);
        for (int index = 0; index < 60; index++)
        {
            int line = random.Next(6);
            int[][] rows = [.. Enumerable.Range(0, 6).Select(y => Enumerable.Range(0, 6).Select(x => (index % 2 == 0 ? y : x) == line ? 230 : random.Next(60)).ToArray())];
            Put($"{(index % 2 == 0 ? "row" : "column")}/{index}.png", PngBytes.Make(rows, 1, 8, 0, _ => 0));
        }
        var architecture = new Architecture(new Input(6, 6, 1) { Scale = 1f / 255 }, new Conv2D(8, 3), new ReLU(), new Flatten(), new Dense(2), new Softmax());
        var images = ImageFolder.Open(_folder, architecture.Input);
        var network = new Network(architecture, 1);
        new Trainer(network, new TrainingOptions { Optimizer = new Adam(0.02f), Epochs = 20, BatchSize = 10 }).Train(images);
        Assert.True(Evaluation.Of(network, images).Accuracy >= 0.95);
    }

    [Fact]
    public void Open_WhatIsNoSuchFolder_SaysWhatIsMissing()
    {
        Assert.Contains("no directory", Assert.Throws<DirectoryNotFoundException>(() => ImageFolder.Open(Path.Combine(_folder, "absent"), Grey)).Message, StringComparison.Ordinal);
        Assert.Contains("holds no folders", Assert.Throws<DataException>(() => ImageFolder.Open(_folder, Grey)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_folder, "cat"));
        string message = Assert.Throws<DataException>(() => ImageFolder.Open(_folder, Grey)).Message;
        Assert.Contains("cat holds no sound PNG files", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ImageFolder.Open(_folder, new Input(4, 4, 2)));
        Assert.Throws<ArgumentException>(() => ImageFolder.Open(_folder, new Input(4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFolder.Open(_folder, Grey, new ImageFolderOptions { CacheBytes = -1 }));
    }

    [Fact]
    public void Open_ABrokenFile_NamesIt_OrLeavesItOut()
    {
        Put("a/1.png", Flat(6, 4, 20));
        Put("a/2.png", "no image"u8.ToArray());
        // A sound header and damage behind it: seen when everything is decoded, or when the image is read.
        Put("b/1.png", Flat(6, 4, 20)[..50]);
        Put("b/2.png", Flat(6, 4, 30));
        Assert.Contains("2.png cannot be read as a PNG image: it does not begin", Assert.Throws<DataException>(
            () => ImageFolder.Open(_folder, Grey)).Message, StringComparison.Ordinal);
        var sound = ImageFolder.Open(_folder, Grey, new ImageFolderOptions { SkipBroken = true });
        Assert.Equal((2, 2), (sound.Count, sound.Skipped.Count));
        Assert.Contains("1.png cannot be read as a PNG image: it is cut short", sound.Skipped[1], StringComparison.Ordinal);

        File.Delete(Path.Combine(_folder, "a", "2.png"));
        var late = ImageFolder.Open(_folder, Grey);
        Assert.Contains("it is cut short", Assert.Throws<DataException>(() => Read(late, 1)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder, "b", "2.png"));
        Assert.Contains("b holds no sound", Assert.Throws<DataException>(
            () => ImageFolder.Open(_folder, Grey, new ImageFolderOptions { SkipBroken = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_WhereAFileBreaksLater_SaysWhich()
    {
        Put("a/1.png", Flat(6, 4, 20));
        string file = Put("b/1.png", Flat(6, 4, 30));
        var images = ImageFolder.Open(_folder, Grey, new ImageFolderOptions { CacheBytes = 0 });
        File.WriteAllBytes(file, [1, 2, 3]);
        var trainer = new Trainer(new Network(new Architecture(Grey, new Flatten(), new Dense(2))), new TrainingOptions { Threads = 2 });
        Assert.Contains("1.png", Assert.Throws<DataException>(() => trainer.Train(images)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnyBytes_OnlyEverSaysSo()
    {
        byte[] sound = PngBytes.Make([.. Enumerable.Range(0, 9).Select(y => Enumerable.Range(0, 17).Select(x => x * y % 256).ToArray())], 1, 8, 0, y => y % 5);
        (from cut in Gen.Frequency((3, Gen.Const(1.0)), (1, Gen.Double[0, 1]))
         from flips in Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[0, 4] from repair in Gen.Bool select (cut, flips, repair)).Sample(broken =>
        {
            byte[] bytes = sound[..(int)(broken.cut * sound.Length)];
            foreach (var (place, mask) in broken.flips)
                if (bytes.Length > 0)
                    bytes[Math.Min(bytes.Length - 1, (int)(place * bytes.Length))] ^= mask;
            if (broken.repair)
                PngBytes.RepairChecksums(bytes);
            try
            {
                var image = PngImage.Decode(bytes, "image");
                Assert.Equal(image.Width * image.Height * 4, image.Pixels.Length);
            }
            catch (DataException problem)
            {
                Assert.StartsWith("image cannot be read as a PNG image: ", problem.Message);
            }
        }, iter: 3000);
    }

    [Fact]
    public void CopyTo_GivesWhatTheFolderReads()
    {
        string file = Put("a/1.png", PngBytes.Make([[0, 0, 100, 100], [200, 200, 40, 40]], 1, 8, 0, _ => 0));
        float[] values = new float[24];
        PngImage.Read(file).CopyTo(values, Grey, ImageFit.Crop);
        Assert.Equal(Read(ImageFolder.Open(_folder, Grey, new ImageFolderOptions { Fit = ImageFit.Crop }), 0), values);
        Assert.Throws<ArgumentException>(() => PngImage.Read(file).CopyTo(new float[23], Grey));
        Assert.Throws<ArgumentException>(() => PngImage.Read(file).CopyTo(values, Grey, ImageFit.None));
    }

    private string Put(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Flat(int width, int height, int light) =>
        PngBytes.Make([.. Enumerable.Range(0, height).Select(_ => Enumerable.Repeat(light, width).ToArray())], 1, 8, 0, _ => 0);

    private static float[] Read(IDataSet images, int index)
    {
        float[] input = new float[images.InputShape.Length];
        images.Read(index, 0, input, new float[1]);
        return input;
    }
}
