using CnnCompiler.Oracle.Models;
using CnnCompiler.Testing.Models;
using Element = CnnCompiler.Inference.TensorElementType;

namespace CnnCompiler.Conformance.Tests;

/// <summary>What old files write otherwise than ONNX Runtime reads it, against the same in words that it reads.</summary>
public sealed class OlderOpsetTests
{
    /// <summary>Converters from MXNet and Caffe give a slope for each channel without the axes behind it.</summary>
    [Theory]
    [InlineData(6)]
    [InlineData(9)]
    public void PRelu_WithASlopeForEachChannel_StretchesIt(int opset) => Compare(
        new NodeModel("PRelu", opset).Input("x", Element.Float32, 2, 3, 4, 5).Constant(Element.Float32, [0.1, 0.2, -0.3], 3),
        new NodeModel("PRelu", 16).Input("x", Element.Float32, 2, 3, 4, 5).Constant(Element.Float32, [0.1, 0.2, -0.3], 3, 1, 1));

    /// <summary>Before opset 7 one output meant inference, whatever is_test said.</summary>
    [Fact]
    public void BatchNormalization6_WithOneOutput_TakesTheGivenStatistics() => Compare(Normalization(6), Normalization(9));

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    public void Arithmetic6_MatchesAxesFromAGivenOne(string type) => Compare(
        new NodeModel(type, 6).Input("x", Element.Float32, 2, 3, 4, 5).Constant(Element.Float32, [1, 2, -3], 3).With("axis", 1L).With("broadcast", 1L),
        new NodeModel(type, 13).Input("x", Element.Float32, 2, 3, 4, 5).Constant(Element.Float32, [1, 2, -3], 3, 1, 1));

    private static NodeModel Normalization(int opset) => new NodeModel("BatchNormalization", opset).Input("x", Element.Float32, 2, 3, 4, 5)
        .Constant(Element.Float32, [1, 2, 0.5], 3).Constant(Element.Float32, [0.1, 0, -1], 3).Constant(Element.Float32, [0.3, -0.2, 0], 3).Constant(Element.Float32, [1, 0.4, 2], 3);

    private static void Compare(NodeModel old, NodeModel known)
    {
        using var batch = ModelBatch.Compile(new ModelEntry("Old", old.Build(Element.Float32)));
        var compiled = batch["Old"].Required;
        var inputs = new Dictionary<string, TensorData> { ["x"] = RandomInputs.Of(compiled.Info.Inputs[0], 1) };
        var difference = OutputDifference.Of(OnnxReference.Run(known.Build(Element.Float32), inputs)[0], compiled.Run(inputs)[0]);
        Assert.True(difference.Relative <= 1e-6, difference.Text);
    }
}
