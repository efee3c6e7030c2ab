using CnnCompiler.Oracle.Models;
using CnnCompiler.Testing.Models;
using CnnCompiler.Weights;
using Google.Protobuf;
using Element = CnnCompiler.Inference.TensorElementType;

namespace CnnCompiler.Conformance.Tests;

/// <summary>Quantised values and the operators that compute with them, bit for bit as ONNX Runtime has them.</summary>
public sealed class QuantizationTests
{
    private static readonly double[] s_scales = [0.013, 0.021, 0.0074];

    [Theory]
    [InlineData(Element.Int8, -7)]
    [InlineData(Element.UInt8, 120)]
    [InlineData(Element.Int16, 100)]
    [InlineData(Element.UInt16, 30000)]
    public void Quantize_RoundsToTheNearest(Element type, int zero) =>
        new NodeModel("QuantizeLinear", 21).Input("x", Element.Float32, 2, 3, 5).Constant(Element.Float32, [0.0153], []).Constant(type, [zero], []).Check(type);

    [Fact]
    public void Quantize_WithoutZeroPoint_GivesBytes() => new NodeModel("QuantizeLinear", 13).Input("x", Element.Float32, 40).Constant(Element.Float32, [0.0153], []).Check(Element.UInt8);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(-2, 2)]
    public void Quantize_AlongAnAxis(int axis, int place)
    {
        int[] shape = [2, 2, 2, 4];
        shape[place] = 3;
        new NodeModel("QuantizeLinear", 13).Input("x", Element.Float32, shape).Constant(Element.Float32, s_scales, 3).Constant(Element.UInt8, [120, 3, 255], 3).With("axis", axis).Check(Element.UInt8);
        new NodeModel("DequantizeLinear", 13).Input("x", Element.UInt8, shape).Constant(Element.Float32, s_scales, 3).Constant(Element.UInt8, [120, 3, 255], 3).With("axis", axis).Check(Element.Float32);
    }

    /// <summary>Quantising and making real again becomes one step, which must do with NaN and infinity what the two do.</summary>
    [Fact]
    public void QuantizeAndDequantize_TakeNaNForTheLowest()
    {
        var model = OnnxText.Model(OnnxText.Node("q = QuantizeLinear(x, scale, zero)"), OnnxText.Node("y = DequantizeLinear(q, scale, zero)")).Input("x", 8).Output("y", 8).Constant("scale", [0.5f]);
        model.Graph.Initializer.Add(new TensorData(Element.UInt8, [], [10]).ToProto("zero"));
        float[] values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.26f, -0.25f, 1e9f, -1e9f, 3];
        var report = ModelVerifier.Compare(model.ToByteArray(), new VerificationOptions { Inputs = new Dictionary<string, TensorData> { ["x"] = OnnxText.Floats(values, 8) } });
        Assert.True(report.Agrees, report.ToString());
    }

    [Fact]
    public void Load_OfAnotherQuantisedFile_IsRefused()
    {
        using var batch = ModelBatch.Compile(new ModelEntry("Rounded", Product(7)));
        Assert.Contains("RequireChecksum(", Assert.Single(batch.Generated), StringComparison.Ordinal);
        var same = WeightFile.Open(new MemoryStream(Product(7)));
        Assert.Same(same, same.RequireChecksum(batch["Rounded"].Required.Info.WeightChecksum));
        var other = Assert.Throws<WeightException>(() => WeightFile.Open(new MemoryStream(Product(8))).RequireChecksum(batch["Rounded"].Required.Info.WeightChecksum));
        Assert.Contains("the file that was compiled", other.Message, StringComparison.Ordinal);

        static byte[] Product(int seed) => new NodeModel("QLinearMatMul", 10).Input("x", Element.UInt8, 4, 90).Constant(Element.Float32, [0.02], []).Constant(Element.UInt8, [118], [])
            .Weights(Element.Int8, seed, 90, 30).Constant(Element.Float32, [0.01], []).Constant(Element.Int8, [0], []).Constant(Element.Float32, [0.4], []).Constant(Element.UInt8, [101], [])
            .Build(Element.UInt8);
    }

    [Fact]
    public void Dequantize_InBlocks() =>
        new NodeModel("DequantizeLinear", 21).Input("x", Element.Int8, 2, 6, 3).Constant(Element.Float32, [.. Enumerable.Range(1, 12).Select(index => index * 0.01)], 2, 2, 3)
            .With("axis", 1L).With("block_size", 3L).Check(Element.Float32);

    [Fact]
    public void Dequantize_OfInt32_TakesNoZeroPoint() => new NodeModel("DequantizeLinear", 13).Input("x", Element.Int32, 3, 4).Constant(Element.Float32, [0.5], []).Check(Element.Float32);

    [Fact]
    public void DynamicQuantize_FindsScaleAndZeroPoint() => new NodeModel("DynamicQuantizeLinear", 11).Input("x", Element.Float32, 3, 40).Check(Element.UInt8, Element.Float32, Element.UInt8);

    [Theory]
    [InlineData(Element.UInt8, Element.UInt8, 1)]
    [InlineData(Element.UInt8, Element.Int8, 3)]
    public void QLinearConv_IsExact(Element input, Element weights, int scales) =>
        new NodeModel("QLinearConv", 10).Input("x", input, 1, 4, 7, 9).Constant(Element.Float32, [0.02], []).Constant(input, [118], [])
            .Weights(weights, 1, 3, 4, 3, 3).Constant(Element.Float32, s_scales[..scales], scales == 1 ? [] : [scales]).Constant(weights, weights == Element.Int8 ? [0, 0, 0] : [127], weights == Element.Int8 ? [3] : [])
            .Constant(Element.Float32, [0.047], []).Constant(input, [101], []).Constant(Element.Int32, [-2000, 900, 15], 3).With("pads", 1, 1, 1, 1).Check(input);

    [Fact]
    public void QLinearConv_OfManyChannels_IsExact() =>
        new NodeModel("QLinearConv", 10).Input("x", Element.UInt8, 1, 16, 12, 12).Constant(Element.Float32, [0.02], []).Constant(Element.UInt8, [3], [])
            .Weights(Element.Int8, 2, 32, 16, 3, 3).Constant(Element.Float32, [0.011], []).Constant(Element.Int8, [0], []).Constant(Element.Float32, [0.9], []).Constant(Element.UInt8, [128], [])
            .With("pads", 1, 1, 1, 1).Check(Element.UInt8);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void QLinearMatMul_IsExact(int scales) =>
        new NodeModel("QLinearMatMul", 10).Input("a", Element.UInt8, 5, 8).Constant(Element.Float32, [0.02], []).Constant(Element.UInt8, [118], [])
            .Weights(Element.Int8, 1, 8, 3).Constant(Element.Float32, s_scales[..scales], scales == 1 ? [] : [scales]).Constant(Element.Int8, new double[scales], scales == 1 ? [] : [scales])
            .Constant(Element.Float32, [0.047], []).Constant(Element.UInt8, [101], []).Check(Element.UInt8);

    [Theory]
    [InlineData(3, 3)]
    [InlineData(40, 5)]
    public void ConvInteger_IsExact(int channels, int kernel) =>
        new NodeModel("ConvInteger", 10).Input("x", Element.UInt8, 1, channels, 7, 9).Weights(Element.UInt8, 1, 4, channels, kernel, kernel).Constant(Element.UInt8, [99], []).Constant(Element.UInt8, [130], [])
            .With("pads", 1, 1, 1, 1).Check(Element.Int32);

    [Theory]
    [InlineData(20)]
    [InlineData(700)]
    public void MatMulInteger_IsExact(int inner) =>
        new NodeModel("MatMulInteger", 10).Input("a", Element.UInt8, 5, inner).Weights(Element.Int8, 1, inner, 6).Constant(Element.UInt8, [99], []).Constant(Element.Int8, [-3], []).Check(Element.Int32);

    /// <summary>Weights of 8 bits beyond what literals can hold are read from the file, and only to be made real.</summary>
    [Fact]
    public void LargeWeights_AreReadFromTheFile()
    {
        new NodeModel("QLinearConv", 10).Input("x", Element.UInt8, 1, 96, 5, 5).Constant(Element.Float32, [0.02], []).Constant(Element.UInt8, [3], [])
            .Weights(Element.Int8, 2, 96, 96, 3, 3).Constant(Element.Float32, [0.011], []).Constant(Element.Int8, [0], []).Constant(Element.Float32, [2.9], []).Constant(Element.UInt8, [128], [])
            .With("pads", 1, 1, 1, 1).Check(Element.UInt8);
        var refused = ModelBatch.Compile(new ModelEntry("Large", new NodeModel("Max", 13).Input("x", Element.Int8, 300, 300).Weights(Element.Int8, 1, 300, 300).Build(Element.Int8)));
        Assert.Contains("DequantizeLinear", Assert.Single(refused["Large"].Refusals), StringComparison.Ordinal);
    }
}
