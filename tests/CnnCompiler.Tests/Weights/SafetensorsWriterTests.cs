using System.Text;
using CnnCompiler.Weights;
using static CnnCompiler.Tests.Weights.SafetensorsBytes;

namespace CnnCompiler.Tests.Weights;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnncompiler").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Writer_MakesExactlyTheBytesOfTheFormat()
    {
        const string Header =
            """{"__metadata__":{"a":"1\u000a","b":"\"\\"},"é\"":""" +
            """{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""";
        int unpadded = Encoding.UTF8.GetByteCount(Header);
        byte[] expected = Of(Header + new string(' ', (8 - unpadded % 8) % 8), [0, 0, 0xC0, 0x3F, 0, 0, 0, 0x80, 0, 0, 0x20, 0x41]);
        Assert.NotEqual(0, unpadded % 8);
        var stream = new MemoryStream();
        SafetensorsWriter.Write(
            stream, [new("é\"", [2, 1], new[] { 1.5f, -0f }), new("a", [], new[] { 10f })], new Dictionary<string, string> { ["b"] = "\"\\", ["a"] = "1\n" });
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void Writer_AndReader_GiveTheSameBack()
    {
        string path = Path.Combine(_folder, "net.safetensors");
        float[] large = Enumerable.Range(0, 40_000).Select(index => MathF.Sin(index)).ToArray();
        SafetensorsWriter.Write(path, [new("large", [4, 100, 100], large), new("none", [0, 3], ReadOnlyMemory<float>.Empty), new("one", [], new[] { 3f })]);
        using FileStream stream = File.OpenRead(path);
        WeightFile file = WeightFile.Open(stream);
        Assert.Equal(["large", "none", "one"], file.Header.Entries.Select(entry => entry.Name));
        Assert.Equal(large, file.Read("large", 4, 100, 100));
        Assert.Empty(file.Read("none", 0, 3));
        Assert.Equal([3f], file.Read("one"));
        Assert.Equal(0, file.Header.Entries[0].Offset % 8);
        Assert.Empty(file.Header.Metadata);
    }

    [Fact]
    public void Writer_ReplacesAFileAsAWhole()
    {
        string path = Path.Combine(_folder, "net.safetensors");
        SafetensorsWriter.Write(path, [new("a", [3], new float[3])]);
        SafetensorsWriter.Write(path, [new("b", [1], new float[1])]);
        Assert.True(WeightFile.Open(File.ReadAllBytes(path)).Contains("b"));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Writer_ThatFails_LeavesWhatWasThere()
    {
        string path = Path.Combine(_folder, "net.safetensors");
        SafetensorsWriter.Write(path, [new("a", [1], new float[1])]);
        byte[] before = File.ReadAllBytes(path);
        using var broken = new BrokenMemory();
        Assert.Throws<InvalidDataException>(() => SafetensorsWriter.Write(path, [new("a", [20_000], new float[20_000]), new("b", [1], broken.Memory)]));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Writer_ThatCannotMoveItsFile_RemovesIt()
    {
        string path = Path.Combine(_folder, "net.safetensors");
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<Exception>(() => SafetensorsWriter.Write(path, [new("a", [1], new float[1])]));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
        Assert.Throws<DirectoryNotFoundException>(() => SafetensorsWriter.Write(Path.Combine(_folder, "no", "net"), [new("a", [1], new float[1])]));
    }

    public static TheoryData<string, WeightTensor[]> Refusals => new()
    {
        { "Two tensors are called \"a\"", [new("a", [1], new float[1]), new("a", [1], new float[1])] },
        { "cannot be called \"__metadata__\"", [new("__metadata__", [1], new float[1])] },
        { "cannot be called \"\"", [new("", [1], new float[1])] },
        { "shape [2, 2] does not fit 3 values", [new("a", [2, 2], new float[3])] },
        { "shape [-1, -1] does not fit 1 values", [new("a", [-1, -1], new float[1])] },
        { "shape [65536, 65536, 65536, 65536] does not fit 0 values", [new("a", [65536, 65536, 65536, 65536], new float[0])] },
        { "at most 64 axes; found 65", [new("a", Enumerable.Repeat(1, 65).ToArray(), new float[1])] },
        { "found NaN at index 1", [new("a", [2], new[] { 0, float.NaN })] },
        { "found -Infinity at index 9", [new("a", [10], new float[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, float.NegativeInfinity })] },
        { "surrogate", [new("a\ud800", [1], new float[1])] },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Writer_RefusesWhatCouldNotBeReadAgain(string fragment, WeightTensor[] tensors)
    {
        var stream = new MemoryStream();
        Assert.Contains(fragment, Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(stream, tensors)).Message);
        Assert.Equal(0, stream.Length);
    }

    /// <summary>Memory that can be checked but not written: it fails the second time it is asked for.</summary>
    private sealed class BrokenMemory : System.Buffers.MemoryManager<float>
    {
        private int _asked;

        public override Span<float> GetSpan() => _asked++ == 0 ? new float[1] : throw new InvalidDataException();

        public override Memory<float> Memory => CreateMemory(1);

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
        }
    }
}
