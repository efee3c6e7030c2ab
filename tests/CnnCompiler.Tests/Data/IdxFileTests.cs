using System.Buffers.Binary;
using System.IO.Compression;
using CnnCompiler.Data;
using CsCheck;

namespace CnnCompiler.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnn").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_ReadsImagesAndLabels_PlainOrGzipped(bool packed)
    {
        var data = Open(Images(3, 2, 4), Labels(7, 0, 9), packed);
        Assert.Equal((3, TensorShape.Map(2, 4, 1), 1, 10), (data.Count, data.InputShape, data.TargetLength, data.ClassCount!.Value));
        float[] input = new float[8];
        float[] target = new float[1];
        data.Read(2, 1, input, target);
        Assert.Equal(Enumerable.Range(16, 8).Select(value => value * (1f / 255)), input);
        Assert.Equal([9f], target);
        Assert.Equal(7, data.Label(0));
        Assert.Equal(8, data.Bytes(1)[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Read(3, 0, new float[8], new float[1]));
    }

    [Fact]
    public void Open_WithTheNetsInput_ScalesAsItSays()
    {
        var scaling = new Input(2, 4, 1) { Scale = 1f / 255, Mean = [0.5f], StandardDeviation = [0.25f] };
        var data = IdxDataSet.Open(Write("i", Images(1, 2, 4)), Write("l", Labels(1)), scaling);
        float[] input = new float[8];
        data.Read(0, 0, input, new float[1]);
        Assert.Equal((7.0 / 255 - 0.5) / 0.25, input[7], 1e-6);
    }

    [Fact]
    public void Read_ScalesEveryByte_WhateverItsPlaceInAVector()
    {
        var scaling = new Input(6, 7, 1) { Scale = 1f / 255, Mean = [0.1f], StandardDeviation = [0.3f] };
        var data = IdxDataSet.Open(Write("i", Images(2, 6, 7)), Write("l", Labels(1, 2)), scaling);
        float[] input = new float[50];
        data.Read(1, 0, input, new float[1]);
        for (int place = 0; place < 42; place++)
            Assert.Equal((data.Bytes(1)[place] / 255.0 - 0.1) / 0.3, input[place], 1e-6);
        Assert.All(input[42..], value => Assert.Equal(0, value));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Read(1, 0, new float[41], new float[1]));
    }

    [Fact]
    public void Open_OfImagesTheNetDoesNotTake_NamesBothSizes()
    {
        var problem = Assert.Throws<DataException>(() => IdxDataSet.Open(Write("i", Images(1, 2, 4)), Write("l", Labels(1)), new Input(4, 2, 1)));
        Assert.Equal("i: the images are 2x4x1, but the net takes 4x2x1.", problem.Message);
    }

    [Fact]
    public void Open_OfImagesAndLabelsMixedUp_SaysSo() =>
        Assert.Contains("mixed up", Fault(Labels(1, 2, 3), Images(3, 2, 2)), StringComparison.Ordinal);

    [Fact]
    public void Open_OfFilesThatDoNotBelongTogether_NamesBothCounts()
    {
        string message = Fault(Images(3, 2, 2), Labels(1, 2));
        Assert.Contains("3 images", message, StringComparison.Ordinal);
        Assert.Contains("2 labels", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfALabelBeyondTheClasses_NamesIt() => Assert.Contains("label 1 is 10", Fault(Images(2, 1, 1), Labels(9, 10)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(300_000)]
    public void Open_OfALyingHeader_IsRefusedWithoutItsMemory(int rows)
    {
        byte[] images = Images(2, 2, 2);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(8), rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(rows == 300_000 ? "ends" : "length", Fault(images, Labels(1, 2)), StringComparison.Ordinal);
        // One chunk is 1 MB; 300,000 rows would have been 1.2 MB of values and the limit is a thousand times that.
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8_000_000);
    }

    [Fact]
    public void Open_OfAFileWithMoreThanItsHeaderSays_IsRefused() =>
        Assert.Contains("more behind", Fault([.. Images(1, 1, 1), 0], Labels(1)), StringComparison.Ordinal);

    [Fact]
    public void Open_OfAnyCut_IsRefused()
    {
        byte[] images = Images(2, 3, 3);
        byte[] packed = Gzip(images);
        for (int length = 0; length < images.Length; length++)
            Fault(images[..length], Labels(1, 2));
        // The last 8 bytes are checksum and length, and the byte before them may hold no more than the mark of the end: without them all values are there.
        for (int length = 0; length < packed.Length - 9; length++)
            Fault(packed[..length], Labels(1, 2));
    }

    [Fact]
    public void Open_OfDamagedBytes_ReadsOrRefusesThem()
    {
        byte[] plain = Images(2, 3, 3);
        byte[] labels = Labels(1, 2);
        Gen.Select(Gen.Bool, Gen.Int[0, 1000], Gen.Byte).Sample(
            (packed, place, value) =>
            {
                byte[] bytes = packed ? Gzip(plain) : [.. plain];
                bytes[place % bytes.Length] ^= value;
                try
                {
                    return Open(bytes, labels, packed: false).Count == 2;
                }
                catch (DataException)
                {
                    return true;
                }
            },
            iter: 500, threads: 1);
    }

    [Fact]
    public void Mnist_FindsEitherName_AndNamesWhatIsMissing()
    {
        Write("train-images-idx3-ubyte.gz", Gzip(Images(2, 2, 2)));
        Write("train-labels-idx1-ubyte", Labels(4, 5));
        Assert.Equal(2, Mnist.Train(_folder).Count);
        string message = Assert.Throws<FileNotFoundException>(() => Mnist.Test(_folder)).Message;
        Assert.Contains("t10k-images-idx3-ubyte", message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => Mnist.Train(Path.Combine(_folder, "absent")));
    }

    private static byte[] Images(int count, int rows, int columns)
    {
        byte[] file = new byte[16 + count * rows * columns];
        file[2] = 8;
        file[3] = 3;
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), count);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), rows);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(12), columns);
        for (int index = 16; index < file.Length; index++)
            file[index] = (byte)(index - 16);
        return file;
    }

    private static byte[] Labels(params byte[] labels)
    {
        byte[] file = [0, 0, 8, 1, 0, 0, 0, (byte)labels.Length, .. labels];
        return file;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var writer = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            writer.Write(bytes);
        return packed.ToArray();
    }

    private string Fault(byte[] images, byte[] labels) => Assert.Throws<DataException>(() => Open(images, labels, packed: false)).Message;

    private IdxDataSet Open(byte[] images, byte[] labels, bool packed) =>
        IdxDataSet.Open(Write("images", packed ? Gzip(images) : images), Write("labels", packed ? Gzip(labels) : labels));

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
