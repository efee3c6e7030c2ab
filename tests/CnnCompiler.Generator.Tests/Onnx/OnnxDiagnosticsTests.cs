using CnnCompiler.Testing;
using Microsoft.CodeAnalysis;
using static CnnCompiler.Generator.Tests.Onnx.OnnxBytes;

namespace CnnCompiler.Generator.Tests.Onnx;

/// <summary>What the build says of a model that cannot be compiled, and that it says nothing else.</summary>
public class OnnxDiagnosticsTests
{
    private const string Place = "CnnModel(\"model.onnx\")";
    private const string Use = "static class Program { static void Run(float[] x) => Shapes.Net.Predict(x, x); }";

    [Fact]
    public void MissingFile_IsAWarning_AndMembersAreThere()
    {
        var outcome = GeneratorHarness.Run(OnnxProject.Class() + Use);
        outcome.Says("CNN0301", Place, "model.onnx", "Net", "<CnnModel Include=\"model.onnx\" />");
        Assert.Equal(DiagnosticSeverity.Warning, outcome.Diagnostics[0].Severity);
        Assert.Empty(outcome.CompilerErrors);
    }

    [Fact]
    public void MissingFile_WithFeatureMaps_HasTheirMembersToo()
    {
        const string Maps = "static class Maps { static void Run(float[] x) { var maps = new Shapes.Net.FeatureMaps(); maps.Predict(x); _ = maps[\"Relu_y\"]; } }";
        var outcome = GeneratorHarness.Run(OnnxProject.Class("[CnnModel(\"model.onnx\", FeatureMaps = true)]") + Maps);
        outcome.Says("CNN0301", "CnnModel(\"model.onnx\", FeatureMaps = true)", "model.onnx");
        Assert.Empty(outcome.CompilerErrors);
    }

    [Fact]
    public void FeatureMaps_OfTooManyNodes_AreOneError()
    {
        byte[][] nodes = [.. Enumerable.Range(0, 1001).Select(index => Node("Tanh", [$"v{index}"], [$"v{index + 1}"]))];
        OnnxProject.Run(Model(13, [.. nodes, Input("v0", 1, 4), Output("v1001", 1, 4)]), "[CnnModel(\"model.onnx\", FeatureMaps = true)]")
            .Says("CNN0308", "CnnModel(\"model.onnx\", FeatureMaps = true)", "1001 values are more than the 1000");
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("PK\u0003\u0004 this is a zip file, and no model at all", "at byte")]
    [InlineData("{\"a\":1}", "at byte")]
    public void FileOfAnotherKind_IsOneError(string text, string word) => Refused(System.Text.Encoding.ASCII.GetBytes(text), word);

    [Fact]
    public void CutFile_IsOneError()
    {
        byte[] bytes = Model(13, Node("Relu", ["x"], ["y"]), Floats("w", [100], Ramp(100)), Input("x", 1, 4), Output("y", 1, 4));
        Refused(bytes[..^60], "at byte");
    }

    [Fact]
    public void OldFormat_IsOneError() => Refused([.. Number(1, 2), .. Bytes(7, Input("x", 1), Output("x", 1))], "IR version 3", "found 2");

    [Fact]
    public void Circle_IsOneError() => Refused(
        Model(13, Node("Add", ["x", "b"], ["a"]), Node("Relu", ["a"], ["b"]), Input("x", 1, 4), Output("b", 1, 4)), "circle", "Add_a");

    [Fact]
    public void MissingValue_IsOneError() => Refused(Model(13, Node("Add", ["x", "nothing"], ["y"]), Input("x", 1, 4), Output("y", 1, 4)), "\"nothing\"", "Add_y");

    [Fact]
    public void MissingOutput_IsOneError() => Refused(Model(13, Node("Relu", ["x"], ["y"]), Input("x", 1, 4), Output("z", 1, 4)), "\"z\"");

    [Fact]
    public void TensorWithTooFewBytes_IsOneError() => Refused(
        Model(13, Node("Add", ["x", "w"], ["y"]), Bytes(5, Tensor("w", OnnxBytes.Float, [4], new byte[12])), Input("x", 1, 4), Output("y", 1, 4)),
        "\"w\"", "expected 16 bytes", "found 12");

    [Fact]
    public void AbsurdShape_IsOneError() => Refused(
        Model(13, Node("Expand", ["x", "s"], ["y"]), Longs("s", 1 << 20, 1 << 20), Input("x", 1, 1), Output("y", 1, 1)), "at most 268435456");

    [Fact]
    public void ShapesThatDoNotFit_AreOneErrorWithTheNode() => Refused(
        Model(13, Node("MatMul", ["x", "w"], ["y"]), Floats("w", [5, 2], Ramp(10)), Input("x", 1, 4), Output("y", 1, 2)), "MatMul", "\"MatMul_y\"");

    [Fact]
    public void ExternalData_IsOneErrorThatNamesTheFile() => Refused(
        Model(
            13, Node("Add", ["x", "w"], ["y"]),
            Bytes(5, [.. Number(1, 4), .. Number(2, 1), .. Text(8, "w"), .. Bytes(13, Text(1, "location"), Text(2, "weights.bin")), .. Number(14, 1)]),
            Input("x", 1, 4), Output("y", 1, 4)),
        "weights.bin", "save_as_external_data=False");

    [Fact]
    public void WeightThatIsNotFinite_IsOneError()
    {
        float[] kernel = Ramp(2000);
        kernel[1999] = float.NaN;
        Refused(
            Model(13, Node("MatMul", ["x", "w"], ["y"]), Floats("w", [1000, 2], kernel), Input("x", 1, 1000), Output("y", 1, 2)), "\"w\"", "NaN at index 1999");
    }

    [Fact]
    public void UnsupportedOperators_AreToldAtOnce_EachKindOnceWithItsNodes()
    {
        var outcome = OnnxProject.Run(Model(
            13, Node("Unique", ["x"], ["a"]), Node("Unique", ["a"], ["b"]), Node("Loop", ["b"], ["c"]), Node("Relu", ["c"], ["d"]),
            Node("FancyOp", ["d"], ["y"], Text(7, "com.example")), Input("x", 1, 4), Output("y", 1, 4)));
        Assert.Equal(["CNN0303", "CNN0303", "CNN0303"], outcome.Diagnostics.Select(diagnostic => diagnostic.Id));
        string[] messages = [.. outcome.Diagnostics.Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Contains(messages, message => message.Contains("Unique: nodes \"Unique_a\", \"Unique_b\"", StringComparison.Ordinal));
        Assert.Contains(messages, message => message.Contains("Loop: node \"Loop_c\"", StringComparison.Ordinal));
        Assert.Contains(messages, message => message.Contains("com.example.FancyOp", StringComparison.Ordinal));
        Assert.All(outcome.Diagnostics, diagnostic => Assert.Equal(Place, outcome.At(diagnostic.Location)));
        Assert.Empty(outcome.CompilerErrors);
    }

    [Fact]
    public void FreeDimensions_AreToldOnceEach_AndCanBePinned()
    {
        byte[] bytes = Model(13, Node("Relu", ["x"], ["y"]), Input("x", "batch", 3, "height", ""), Output("y", "batch", 3, "height", ""));
        var outcome = OnnxProject.Run(bytes);
        Assert.Equal(["CNN0304", "CNN0304"], outcome.Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Contains("[Dimension(\"height\"", outcome.Diagnostics[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains("[Dimension(\"x.3\"", outcome.Diagnostics[1].GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var pinned = OnnxProject.Run(bytes, OnnxProject.Model + "[Dimension(\"height\", 5), Dimension(\"x.3\", 7), Dimension(\"batch\", 2)]");
        pinned.Compiles();
        Assert.Contains("InputLength => 210;", pinned.Generated[0], StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownDimension_IsAnError() => OnnxProject
        .Run(Model(13, Node("Relu", ["x"], ["y"]), Input("x", "batch", 4), Output("y", "batch", 4)), OnnxProject.Model + "[Dimension(\"width\", 5)]")
        .Says("CNN0305", Place, "width", "\"batch\"");

    [Fact]
    public void Image_GivesAPredictOnBytes()
    {
        byte[] bytes = Model(13, Node("Relu", ["x"], ["y"]), Input("x", 1, 3, 4, 5), Output("y", 1, 3, 4, 5));
        var outcome = OnnxProject.Run(bytes, OnnxProject.Model + "[Image(Scale = 1f / 255, Mean = new float[] { 1, 2, 3 }, Order = ChannelOrder.Bgr)]");
        outcome.Compiles();
        Assert.Contains("ReadOnlySpan<byte> pixels", outcome.Generated[0], StringComparison.Ordinal);
        Assert.DoesNotContain("ReadOnlySpan<byte> pixels", OnnxProject.Run(bytes).Generated[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Image(Mean = new float[] { 1, 2 })]", "each of the 3 channels")]
    [InlineData("[Image(StandardDeviation = new float[] { 0 })]", "deviation not 0")]
    public void ImageThatDoesNotFit_IsAnError(string attribute, string word) => OnnxProject
        .Run(Model(13, Node("Relu", ["x"], ["y"]), Input("x", 1, 3, 4, 5), Output("y", 1, 3, 4, 5)), OnnxProject.Model + attribute)
        .Says("CNN0306", Place, word);

    [Fact]
    public void ImageOfAModelWithoutOne_IsAnError() => OnnxProject
        .Run(Model(13, Node("Relu", ["x"], ["y"]), Input("x", 1, 3), Output("y", 1, 3)), OnnxProject.Model + "[Image]")
        .Says("CNN0306", Place, "1 x channels x height x width", "float32[1x3]");

    [Fact]
    public void SettingsOnADeclaredNet_AreAnError() => GeneratorHarness
        .Run(Declared.Pool(attributes: "[CnnModel, Input(8, 8, 1), MaxPool(2), Image]"))
        .Says("CNN0307", "CnnModel", "Image");

    private static void Refused(byte[] bytes, params string[] words)
    {
        var outcome = GeneratorHarness.Run(OnnxProject.Class() + Use, OnnxProject.File(bytes));
        outcome.Says("CNN0302", Place, ["model.onnx", .. words]);
        // The members that a use needs are there, so that the one error is the only one.
        Assert.Empty(outcome.CompilerErrors);
    }
}
