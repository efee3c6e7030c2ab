using System.IO.Compression;
using CnnCompiler.Data;

namespace CnnCompiler.Tests.Data;

public sealed class CifarDataSetTests : IDisposable
{
    private const int RecordLength = 3073;
    private readonly string _folder = Directory.CreateTempSubdirectory("cnn").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_ReadsFilesOneAfterTheOther_PlainOrGzipped(bool packed)
    {
        var data = CifarDataSet.Open([Write("a.bin", Records(3, 7), packed), Write("b.bin", Records(9), packed)]);
        Assert.Equal((3, 10, 1), (data.Count, data.ClassCount!.Value, data.TargetLength));
        float[] input = new float[3072];
        float[] target = new float[1];
        data.Read(2, 1, input, target);
        Assert.Equal(9, target[0]);
        // Row 1, column 2 of each plane: byte 1 + channel * 1024 + 34 of the record.
        for (int channel = 0; channel < 3; channel++)
            Assert.Equal((byte)((1 + channel * 1024 + 34) * 7) * (1f / 255), input[34 * 3 + channel]);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Read(3, 0, input, target));
    }

    [Fact]
    public void Open_WithTheNetsInput_ScalesEveryChannelAsItSays()
    {
        var scaling = new Input(32, 32, 3) { Scale = 1f / 255, Mean = [0.5f, 0.25f, 0], StandardDeviation = [0.5f, 1, 2] };
        var data = CifarDataSet.Open([Write("a.bin", Records(0), false)], scaling);
        float[] input = new float[3072];
        data.Read(0, 0, input, new float[1]);
        Assert.Equal((7 / 255.0 - 0.5) / 0.5, input[0], 1e-6);
        Assert.Equal((1025 * 7 % 256) / 255.0 - 0.25, input[1], 1e-6);
        Assert.Equal((2049 * 7 % 256) / 255.0 / 2, input[2], 1e-6);
        Assert.Throws<ArgumentException>(() => CifarDataSet.Open([Write("a.bin", Records(0), false)], new Input(28, 28, 1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(RecordLength - 1)]
    [InlineData(RecordLength + 1)]
    public void Open_OfAFileThatIsCutOff_SaysWhatItExpected(int length) =>
        Assert.Contains("3073", Fault(Write("a.bin", [.. Records(1, 2).Take(length)], false)), StringComparison.Ordinal);

    [Fact]
    public void Open_OfAClassBeyondTheLast_NamesTheImage() => Assert.Contains("image 1 has the class 10", Fault(Write("a.bin", Records(1, 10), false)), StringComparison.Ordinal);

    [Fact]
    public void Open_OfDamagedGzip_SaysSo()
    {
        string path = Write("a.bin.gz", Records(1, 2), packed: true);
        byte[] bytes = File.ReadAllBytes(path);
        for (int place = 10; place < bytes.Length; place += 5)
        {
            byte[] broken = [.. bytes];
            broken[place] ^= 0x55;
            File.WriteAllBytes(path, broken);
            Assert.NotEmpty(Fault(path));
        }
    }

    private static string Fault(string path) => Assert.Throws<DataException>(() => CifarDataSet.Open([path])).Message;

    private static byte[] Records(params byte[] labels)
    {
        byte[] bytes = new byte[labels.Length * RecordLength];
        for (int place = 0; place < bytes.Length; place++)
            bytes[place] = place % RecordLength == 0 ? labels[place / RecordLength] : (byte)(place % RecordLength * 7);
        return bytes;
    }

    private string Write(string name, byte[] bytes, bool packed)
    {
        string path = Path.Combine(_folder, name);
        using var file = File.Create(path);
        using Stream stream = packed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(bytes);
        return path;
    }
}
