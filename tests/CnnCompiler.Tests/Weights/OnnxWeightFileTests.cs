using System.Text;
using CnnCompiler.Weights;

namespace CnnCompiler.Tests.Weights;

/// <summary>Weights read out of ONNX models, by the format's specification.</summary>
public sealed class OnnxWeightFileTests
{
    private static readonly float[] Values = [1, -2, 0.5f, 65504];

    [Fact]
    public void RawData_IsRead() => AssertRead(Field(9, Bytes(Values)));

    [Fact]
    public void PackedNumbers_AreRead() => AssertRead(Field(4, Bytes(Values)));

    [Fact]
    public void PackedNumbersInPieces_AreRead() => AssertRead([.. Field(4, Bytes(Values[..1])), .. Field(4, Bytes(Values[1..]))]);

    [Fact]
    public void SingleNumbers_AreRead() => AssertRead([.. Values.SelectMany(value => (byte[])[4 << 3 | 5, .. BitConverter.GetBytes(value)])]);

    [Fact]
    public void Float16_IsWidened() => AssertRead(Field(9, [.. Values.SelectMany(value => BitConverter.GetBytes((Half)value))]), type: 10);

    [Fact]
    public void Float16AsNumbers_IsWidened() =>
        AssertRead(Field(5, [.. Values.SelectMany(value => Varint(BitConverter.HalfToUInt16Bits((Half)value)))]), type: 10);

    [Fact]
    public void ConstantNodes_AreNamedByTheirOutput()
    {
        byte[] node = Field(1, [.. Text(2, "c"), .. Text(4, "Constant"), .. Field(5, [.. Text(1, "value"), .. Field(5, Tensor("other", Field(9, Bytes(Values))))])]);
        var file = WeightFile.Open(Model(node));
        Assert.Equal(Values, file.Read("c", 2, 2));
        Assert.False(file.Contains("other"));
    }

    [Fact]
    public void Stream_ThatCannotSeek_IsRead()
    {
        using var stream = new TrickleStream(Model(Field(5, Tensor("w", Field(9, Bytes(Values))))), 7);
        Assert.Equal(Values, WeightFile.Open(stream).Read("w", 2, 2));
    }

    [Fact]
    public void NamesTwice_AreRefused()
    {
        byte[] tensor = Field(5, Tensor("w", Field(9, Bytes(Values))));
        var fault = Assert.Throws<WeightException>(() => WeightFile.Open(Model([.. tensor, .. tensor])));
        Assert.Contains("\"w\": expected one tensor of that name; found two", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TensorsWithoutAName_AreLeftOut() =>
        Assert.Empty(WeightFile.Open(Model([.. Field(5, Tensor("", Field(9, Bytes(Values)))), .. Field(5, Tensor("", Field(9, Bytes(Values))))])).Header.Entries);

    [Theory]
    [InlineData(5)]
    [InlineData(3)]
    public void OtherNumberOfValues_IsRefused(int count)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(value => (float)value)];
        Assert.Throws<WeightException>(() => WeightFile.Open(Model(Field(5, Tensor("w", Field(9, Bytes(values)))))));
        Assert.Throws<WeightException>(() => WeightFile.Open(Model(Field(5, Tensor("w", Field(4, Bytes(values)))))));
    }

    [Fact]
    public void NumberThatNeverEnds_IsRefused() =>
        Assert.Throws<WeightException>(() => WeightFile.Open([0x08, 0x08, 0x12, .. Enumerable.Repeat((byte)0xFF, 20)], "model.onnx"));

    [Fact]
    public void AnotherShape_SaysWhatIsThere()
    {
        var file = WeightFile.Open(Model(Field(5, Tensor("w", Field(9, Bytes(Values))))), "model.onnx");
        var fault = Assert.Throws<WeightException>(() => file.Read("w", 4));
        Assert.StartsWith("model.onnx: tensor \"w\": expected shape [4]; found [2, 2]", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 1, 0 }, new float[] { 0, 3, 1, 4, 2, 5 })]
    [InlineData(new[] { 1, 2, 3 }, new[] { 2, 0, 1 }, new float[] { 0, 3, 1, 4, 2, 5 })]
    [InlineData(new[] { 2, 1, 3 }, new[] { 1, 0, 2 }, new float[] { 0, 1, 2, 3, 4, 5 })]
    public void Transpose_MovesAxes(int[] shape, int[] order, float[] expected) =>
        Assert.Equal(expected, WeightFolding.Transpose([0, 1, 2, 3, 4, 5], shape, order));

    [Fact]
    public void ScaleInputs_MultipliesEachInputChannel() =>
        Assert.Equal([10, 10, 200, 200, 30, 30, 400, 400], WeightFolding.ScaleInputs([1, 1, 2, 2, 3, 3, 4, 4], [10, 100], 2));

    private static void AssertRead(byte[] values, int type = 1)
    {
        byte[] model = Model(Field(5, Tensor("w", values, type)));
        Assert.Equal(Values, WeightFile.Open(model).Read("w", 2, 2));
        Assert.Equal(Values, WeightFile.Open(model, "weights.onnx").Read("w", 2, 2));
    }

    private static byte[] Model(byte[] graph) => [0x08, 0x08, .. Text(2, "tests"), .. Field(7, graph)];

    private static byte[] Tensor(string name, byte[] values, int type = 1) => [0x08, 2, 0x08, 2, 0x10, (byte)type, .. Text(8, name), .. values];

    private static byte[] Text(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int field, byte[] content) => [.. Varint((uint)field << 3 | 2), .. Varint((uint)content.Length), .. content];

    private static byte[] Bytes(float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Varint(uint value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];
}
