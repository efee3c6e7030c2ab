using System.Reflection;
using CnnCompiler.Weights;
using static CnnCompiler.Tests.Weights.SafetensorsBytes;

namespace CnnCompiler.Tests.Weights;

public sealed class WeightFileTests
{
    [Fact]
    public void Float16_EveryPattern_IsWidenedExactly()
    {
        byte[] data = new byte[2 * 0xF800];
        var expected = new List<float>();
        for (int sign = 0; sign < 2; sign++)
        {
            for (int magnitude = 0; magnitude < 0x7C00; magnitude++)
            {
                int exponent = magnitude >> 10;
                int fraction = magnitude & 0x3FF;
                // IEEE 754, binary16: subnormal where the exponent is 0.
                double value = exponent == 0 ? fraction * Math.Pow(2, -24) : (1024 + fraction) * Math.Pow(2, exponent - 25);
                (data[2 * expected.Count], data[2 * expected.Count + 1]) = ((byte)magnitude, (byte)(magnitude >> 8 | sign << 7));
                expected.Add((float)(sign == 0 ? value : -value));
            }
        }
        float[] read = WeightFile.Open(Of(One("F16", $"[2,{0x7C00}]", $"[0,{data.Length}]"), data)).Read("x", 2, 0x7C00);
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), read.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Float32_AtAnUnalignedPlace_IsReadBitByBit()
    {
        float[] values = [1.5f, -0f, float.Epsilon, float.MaxValue, float.MinValue, 1e-40f];
        foreach (string padding in new[] { "", " ", "  ", "   " })
        {
            byte[] file = Of(One("F32", "[2,3]", "[0,24]") + padding, values.SelectMany(BitConverter.GetBytes).ToArray());
            Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), WeightFile.Open(file).Read("x", 2, 3).Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void Read_OfASingleValueAndOfNone_Works()
    {
        Assert.Equal([2f], WeightFile.Open(Of(One("F16", "[]", "[0,2]"), [0, 0x40])).Read("x"));
        Assert.Empty(WeightFile.Open(Of(One("F32", "[3,0]", "[0,0]"), [])).Read("x", 3, 0));
    }

    [Fact]
    public void Read_OfAnotherShape_NamesBoth()
    {
        WeightFile file = WeightFile.Open(Of(One("F32", "[2,3]", "[0,24]"), 24), "net.safetensors");
        Assert.Equal(
            "net.safetensors: tensor \"x\": expected shape [6]; found [2, 3]: " +
            "the file belongs to another net, or the layer's declaration differs from the net that was trained.",
            Assert.Throws<WeightException>(() => file.Read("x", 6)).Message);
        Assert.Contains("axes are reversed", Assert.Throws<WeightException>(() => file.Read("x", 3, 2)).Message);
        Assert.Throws<WeightException>(() => file.Read("x"));
    }

    [Theory]
    [InlineData("I64", 8)]
    [InlineData("F64", 8)]
    [InlineData("BF16", 2)]
    public void Read_OfAnotherType_IsRefusedButTheFileIsNot(string dataType, int size)
    {
        WeightFile file = WeightFile.Open(Of(One(dataType, "[1]", $"[0,{size}]"), size));
        Assert.True(file.Contains("x"));
        Assert.Contains($"expected values of type F32 or F16; found {dataType}", Assert.Throws<WeightException>(() => file.Read("x", 1)).Message);
    }

    [Fact]
    public void Read_OfAMissingTensor_ListsWhatThereIs()
    {
        WeightFile file = WeightFile.Open(Of(One("F32", "[2]", "[0,8]"), 8), "net.safetensors");
        Assert.False(file.Contains("0.bias"));
        Assert.Equal(
            "net.safetensors: tensor \"0.bias\": expected it in the file with shape [8]; found no tensor of that name: the file holds \"x\" [2].",
            Assert.Throws<WeightException>(() => file.Read("0.bias", 8)).Message);
        Assert.Contains("holds no tensor at all", Assert.Throws<WeightException>(() => WeightFile.Open(Of("{}", 0)).Read("x", 1)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1 << 20)]
    public void Open_ReadsAStreamWithoutLength(int atOnce)
    {
        // 200 KB: the reader's buffer has to grow several times.
        float[] values = Enumerable.Range(0, 50_000).Select(index => index / 8f).ToArray();
        byte[] bytes = Of(One("F32", "[50000]", "[0,200000]"), values.SelectMany(BitConverter.GetBytes).ToArray());
        Assert.Equal(values, WeightFile.Open(new TrickleStream(bytes, atOnce)).Read("x", 50_000));
        Assert.Equal(values, WeightFile.Open(new MemoryStream([5, 5, .. bytes]) { Position = 2 }).Read("x", 50_000));
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    [InlineData(101, true)]
    [InlineData(70_000, true)]
    public void StreamBytes_StopsAtItsLimit(int limit, bool fits)
    {
        byte[] bytes = new byte[100];
        foreach (Stream stream in new Stream[] { new MemoryStream(bytes), new TrickleStream(bytes, 9) })
        {
            if (fits)
                Assert.Equal(100, StreamBytes.Read(stream, limit, "f").Length);
            else
                Assert.Contains("f: expected a file of at most 99 bytes", Assert.Throws<WeightException>(() => StreamBytes.Read(stream, limit, "f")).Message);
        }
    }

    [Fact]
    public void OpenResource_ReadsWhereTheResourceLies()
    {
        WeightFile embedded = WeightFile.OpenResource(Assembly.GetExecutingAssembly(), "mixed");
        WeightFile file = WeightFile.Open(File.ReadAllBytes(Fixture("sequential_mixed.safetensors")));
        GC.Collect();
        Assert.Equal(file.Read("5.weight", 12, 16, 3, 3), embedded.Read("5.weight", 12, 16, 3, 3));
        Assert.Equal(file.Read("9.bias", 5), embedded.Read("9.bias", 5));
        Assert.IsAssignableFrom<UnmanagedMemoryStream>(Assembly.GetExecutingAssembly().GetManifestResourceStream("mixed"));
    }

    [Fact]
    public void OpenSafetensorsResource_ReadsThatFormatAlone()
    {
        WeightFile embedded = WeightFile.OpenSafetensorsResource(Assembly.GetExecutingAssembly(), "mixed");
        Assert.Equal(WeightFile.OpenResource(Assembly.GetExecutingAssembly(), "mixed").Read("9.bias", 5), embedded.Read("9.bias", 5));
        Assert.Contains(
            "mixed: expected ", Assert.Throws<WeightException>(() => WeightFile.OpenOnnxResource(Assembly.GetExecutingAssembly(), "mixed")).Message);
    }

    [Fact]
    public unsafe void Map_BeginsWhereTheStreamStands()
    {
        byte[] bytes = [7, 7, .. Of(One("F16", "[1]", "[0,2]"), [0, 0x40])];
        fixed (byte* start = bytes)
        {
            var stream = new UnmanagedMemoryStream(start, bytes.Length) { Position = 2 };
            Assert.Equal([2f], WeightFile.Map(stream, "f").Read("x", 1));
        }
    }

    [Fact]
    public void OpenResource_WithoutTheResource_SaysSo() => Assert.Contains(
        "digits.safetensors: expected it as a resource of the assembly CnnCompiler.Tests; found none of that name",
        Assert.Throws<WeightException>(() => WeightFile.OpenResource(Assembly.GetExecutingAssembly(), "digits.safetensors")).Message);
}
