using CnnCompiler.Weights;
using static CnnCompiler.Tests.Weights.SafetensorsBytes;

namespace CnnCompiler.Tests.Weights;

public sealed class SafetensorsHeaderTests
{
    private const string TwoTensors =
        """{"b":{"dtype":"F16","shape":[3],"data_offsets":[8,14]},"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""";

    [Fact]
    public void Header_ListsTensorsInTheOrderOfTheirValues()
    {
        SafetensorsHeader header = Read(Of(TwoTensors, 14));
        Assert.Equal(["a", "b"], header.Entries.Select(entry => entry.Name));
        Assert.Equal([2L, 1L], header.Entries[0].Shape);
        Assert.Equal(8 + TwoTensors.Length, header.Entries[0].Offset);
        Assert.Equal(WeightElementType.Float16, header.Entries[1].ElementType);
        Assert.Equal(8 + TwoTensors.Length + 8, header.Entries[1].Offset);
        Assert.Equal(6, header.Entries[1].ByteLength);
        Assert.Equal("pt", header.Metadata["format"]);
        Assert.Same(header.Entries[1], header.Find("b"));
        Assert.Null(header.Find("c"));
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{}      ", 0)]
    [InlineData("""{"__metadata__":{}}""", 0)]
    [InlineData("""{ "x" : { "shape" : [ ] , "data_offsets" : [ 0 , 8 ] , "dtype" : "I64" } }   """, 8)]
    [InlineData("""{"x":{"dtype":"F32","shape":[0,7],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"x":{"dtype":"F4","shape":[6],"data_offsets":[0,3]}}""", 3)]
    [InlineData("""{"x":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3],"more":[{"a":[null,true,false,-1.5e+3,0,"t"]}]}}""", 3)]
    public void Header_AllowsWhatTheFormatAllows(string header, int dataLength) => Assert.NotNull(Read(Of(header, dataLength)));

    [Fact]
    public void Header_ReadsEscapesInNames()
    {
        byte[] file = Of("""{"\"\\\/\b\f\n\r\t\u00e9é\ud83d\ude00":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1);
        Assert.Equal("\"\\/\b\f\n\r\téé\U0001F600", Assert.Single(Read(file).Entries).Name);
    }

    [Fact]
    public void Header_BeginsWhereTheStreamStands()
    {
        var stream = new MemoryStream([1, 2, 3, .. Of(TwoTensors, 14)]) { Position = 3 };
        Assert.Equal(8 + TwoTensors.Length, SafetensorsHeader.Read(stream, "f").Entries[0].Offset);
    }

    [Fact]
    public void Header_NeedsAStreamThatSeeks() =>
        Assert.Throws<ArgumentException>(() => SafetensorsHeader.Read(new TrickleStream(Of("{}", 0), 5), "f"));

    public static TheoryData<string, int, string[]> Faults => new()
    {
        // The text of the header, the bytes of values behind it, and what the message must say.
        { One("F33", "[1]", "[0,4]"), 4, ["tensor \"x\"", "dtype of the format", "found \"F33\""] },
        { One("F32", "[-1]", "[0,4]"), 4, ["tensor \"x\"", "at least 0 in shape", "found -1"] },
        { One("F32", "[1.0]", "[0,4]"), 4, ["at least 0 in shape", "found 1.0"] },
        { One("F32", "[1e0]", "[0,4]"), 4, ["found 1e0"] },
        { One("F32", "[01]", "[0,4]"), 4, ["found 01"] },
        { One("F32", "[9223372036854775808]", "[0,4]"), 4, ["found 9223372036854775808"] },
        { One("F32", "[\"1\"]", "[0,4]"), 4, ["at least 0 in shape", "found '\"'"] },
        { One("F32", "1", "[0,4]"), 4, ["array of whole numbers as shape", "found '1'"] },
        { One("F32", "[4294967296,4294967296]", "[0,4]"), 4, ["2^57", "[4294967296, 4294967296]"] },
        { One("F32", $"[{string.Join(',', Enumerable.Repeat(1, 65))}]", "[0,4]"), 4, ["at most 64 numbers as shape"] },
        { One("F32", "[2]", "[0,4]"), 4, ["2 values of F32 in 8 bytes", "found 4 bytes"] },
        { One("F4", "[3]", "[0,2]"), 2, ["3 values of F4", "found 2 bytes"] },
        { One("F32", "[1]", "[4,0]"), 4, ["begin before they end", "[4, 0]"] },
        { One("F32", "[1]", "[0,4]"), 3, ["expected 4 bytes of values", "found 3", "cut off"] },
        { One("F32", "[1]", "[0,4]"), 5, ["end of the file", "where \"x\" ends", "1 more bytes"] },
        { One("F32", "[1]", "[1,5]"), 5, ["where the header ends", "a hole"] },
        { One("F32", "[1]", "[0,4,8]"), 4, ["at most 2 numbers as data_offsets"] },
        { One("F32", "[1]", "[0]"), 4, ["other than two data_offsets"] },
        { """{"x":{"dtype":"F32","shape":[1]}}""", 4, ["no data_offsets"] },
        { """{"x":{"dtype":"F32","data_offsets":[0,4]}}""", 4, ["no shape"] },
        { """{"x":{"shape":[1],"data_offsets":[0,4]}}""", 4, ["no dtype"] },
        { """{"x":{"dtype":"U8","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, ["tensor \"x\"", "every name once", "\"dtype\" a second time"] },
        { """{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, ["\"x\" a second time"] },
        { """{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, ["tensor \"y\"", "overlap"] },
        { """{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2, ["overlap"] },
        { """{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}}""", 5, ["tensor \"y\"", "a hole"] },
        { """{"__metadata__":{"a":1}}""", 0, ["a text as a value of __metadata__", "found '1'"] },
        { """{"__metadata__":[]}""", 0, ["as __metadata__", "found '['"] },
        { """{"__metadata__":{"a":"1","a":"2"}}""", 0, ["\"a\" a second time"] },
        { """{"x":[]}""", 0, ["dtype, shape and data_offsets", "found '['"] },
        { """{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}""", 1, ["a comma or the end of an object", "the end of the header"] },
        { """{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},}""", 1, ["a name in quotation marks", "found '}'"] },
        { """{"x":{"dtype":"U8","shape":[1,],"data_offsets":[0,1]}}""", 1, ["in shape", "found ']'"] },
        { "{} {}", 0, ["nothing but spaces", "found '{' at byte 11"] },
        { "{}\0", 0, ["nothing but spaces", "0x00"] },
        { " {}", 0, ["begins with {", "0x20"] },
        { "", 0, ["begins with {", "an empty one"] },
        { "{'x':1}", 0, ["a name in quotation marks", "found '''"] },
        { "{\"x\n\":1}", 0, ["control characters", "0x0a"] },
        { """{"\x":1}""", 0, ["behind a backslash", "found 'x'"] },
        { """{"\u12g4":1}""", 0, ["four hexadecimal digits", "found 'g'"] },
        { """{"\ud83d":1}""", 0, ["surrogates in pairs"] },
        { """{"\ude00":1}""", 0, ["surrogates in pairs"] },
        { """{"x""", 0, ["the end of the header"] },
        { """{"x":{"other":nul}}""", 0, ["the word null", "found '}'"] },
        { """{"x":{"other":-}}""", 0, ["a value", "found '}'"] },
        { """{"x":{"other":1.}}""", 0, ["decimal point"] },
        { """{"x":{"other":1e}}""", 0, ["exponent"] },
        { """{"x":{"other":}}""", 0, ["a value"] },
        { """{"x":{"other":""" + new string('[', 100_000), 0, ["at most 32 objects and arrays inside each other"] },
        { $$"""{"{{new string('n', 100_000)}}":[]}""", 0, [$"tensor \"{new string('n', 80)}...\""] },
        { """{"a\nb":[]}""", 0, ["tensor \"a\\u000ab\""] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Header_AtFault_SaysWhatWasExpectedAndFound(string header, int dataLength, string[] fragments)
    {
        string message = Assert.Throws<WeightException>(() => Read(Of(header, dataLength))).Message;
        Assert.StartsWith("f.safetensors: ", message);
        Assert.Contains("expected ", message);
        Assert.Contains("; found ", message);
        Assert.True(message.Length < 600, message);
        foreach (string fragment in fragments)
            Assert.Contains(fragment, message);
    }

    [Fact]
    public void Header_NotInUtf8_IsRefused()
    {
        byte[] header = [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'];
        Assert.Contains("UTF-8", Assert.Throws<WeightException>(() => Read(Of(header, []))).Message);
    }

    [Theory]
    [InlineData(new byte[0], "0 bytes")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0 }, "7 bytes")]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D }, "found 2 bytes")]
    [InlineData(new byte[] { 1, 0xE1, 0xF5, 5, 0, 0, 0, 0 }, "the length 100000001")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "the length 18446744073709551615")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0, 0, 8, 8 }, "torch.save")]
    public void Header_OfALyingLength_IsRefused(byte[] file, string fragment) =>
        Assert.Contains(fragment, Assert.Throws<WeightException>(() => Read(file)).Message);

    [Fact]
    public void Header_LongerThanItsFile_TakesNoMemory()
    {
        byte[] file = [0, 0xE1, 0xF5, 5, 0, 0, 0, 0, .. "{}"u8]; // 100,000,000, the most that is allowed
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<WeightException>(() => Read(file));
        Assert.Throws<WeightException>(() => WeightFile.Open(new TrickleStream(file, 3)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Require_OfAMissingTensor_NamesTheLikest()
    {
        string entries = string.Join(',', Enumerable.Range(0, 12).Select(index => $$"""
            "features.{{index}}.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[{{8 * index}},{{8 * index + 8}}]}
            """));
        SafetensorsHeader header = Read(Of($"{{{entries}}}", 96));
        string message = Assert.Throws<WeightException>(() => header.Require("7.weight", 1, 2)).Message;
        Assert.Contains("tensor \"7.weight\": expected it in the file with shape [1, 2]; found no tensor of that name", message);
        Assert.Contains("12 tensors, the likest of them \"features.7.weight\" [1, 2], ", message);
        Assert.Equal(8, message.Split("features.").Length - 1);
    }

    [Theory]
    [InlineData("F32", new byte[] { 0, 0, 0x80, 0x7F }, "infinity at index 1")]
    [InlineData("F32", new byte[] { 0, 0, 0x80, 0xFF }, "infinity at index 1")]
    [InlineData("F32", new byte[] { 1, 0, 0x80, 0x7F }, "NaN at index 1")]
    [InlineData("F32", new byte[] { 0, 0, 0xC0, 0xFF }, "NaN at index 1")]
    [InlineData("F16", new byte[] { 0, 0x7C }, "infinity at index 1")]
    [InlineData("F16", new byte[] { 1, 0x7C }, "NaN at index 1")]
    [InlineData("F16", new byte[] { 0, 0xFE }, "NaN at index 1")]
    public void NonFiniteValues_AreFoundInTheStreamAndInMemory(string dataType, byte[] value, string found)
    {
        byte[] data = [.. new byte[value.Length], .. value, .. value, .. new byte[20 * value.Length]];
        byte[] file = Of(One(dataType, "[23]", $"[0,{data.Length}]"), data);
        SafetensorsHeader header = Read(file);
        string atBuild = Assert.Throws<WeightException>(() => header.RequireFinite(new MemoryStream([9, .. file]), 1, header.Entries[0])).Message;
        string atLoad = Assert.Throws<WeightException>(() => WeightFile.Open(file, "f.safetensors").Read("x", 23)).Message;
        Assert.Contains($"tensor \"x\": expected finite values; found {found}", atBuild);
        Assert.Equal(atBuild, atLoad);
    }

    [Fact]
    public void NonFiniteValues_AreFoundBeyondTheFirstPiece()
    {
        byte[] data = new byte[400_000];
        (data[399_998], data[399_999]) = (0x80, 0x7F);
        byte[] file = Of(One("F32", "[100000]", "[0,400000]"), data);
        SafetensorsHeader header = Read(file);
        Assert.Contains("index 99999", Assert.Throws<WeightException>(() => header.RequireFinite(new MemoryStream(file), 0, header.Entries[0])).Message);
        file[^1] = 0x7E;
        header.RequireFinite(new MemoryStream(file), 0, header.Entries[0]);
    }

    private static SafetensorsHeader Read(byte[] file) => SafetensorsHeader.Read(new MemoryStream(file), "f.safetensors");
}
