using CnnCompiler.Testing;
using static CnnCompiler.Generator.Tests.Onnx.OnnxBytes;

namespace CnnCompiler.Generator.Tests.Onnx;

/// <summary>Generated code names the format of its weight file, so that the reader of the other one is trimmed away; and C functions of ONNX models.</summary>
public class WeightFormatTests
{
    private const string Declared = "using CnnCompiler;\n[CnnModel(\"net.weights\"), Input(2), Dense(1, Name = \"dense\")]\npublic sealed partial class Net;\n";

    [Fact]
    public void OnnxModel_IsReadAsOne()
    {
        var outcome = OnnxProject.Run(Model(13, Node("Add", ["x", "w"], ["y"]), Floats("w", [1, 4], Ramp(4)), Input("x", 1, 4), Output("y", 1, 4)));
        outcome.Compiles();
        AssertReads(outcome, "OpenOnnxResource", "OpenSafetensorsResource");
    }

    [Fact]
    public void DeclaredNet_WithWeightsFromOnnx_ReadsThemAsThat_WhateverTheNameOfTheFile()
    {
        byte[] file = Model(13, Floats("dense.weight", [1, 2], 1, 2), Floats("dense.bias", [1], 3));
        var outcome = GeneratorHarness.Run(Declared, new InMemoryModelFile("net.weights", file));
        outcome.Compiles();
        AssertReads(outcome, "OpenOnnxResource", "OpenSafetensorsResource");
    }

    [Fact]
    public void DeclaredNet_WithSafetensors_ReadsThemAsThat()
    {
        byte[] file = Safetensors.Write(("dense.weight", [1, 2], [1, 2]), ("dense.bias", [1], [3]));
        var outcome = GeneratorHarness.Run(Declared, new InMemoryModelFile("net.weights", file));
        outcome.Compiles();
        AssertReads(outcome, "OpenSafetensorsResource", "OpenOnnxResource");
    }

    [Fact]
    public void NativeExport_OfAnOnnxModel_WritesItsHeader()
    {
        var outcome = OnnxProject.Run(
            Model(13, Node("Relu", ["x"], ["y"]), Input("x", 1, 4), Output("y", 1, 4)), "[CnnModel(\"model.onnx\", NativeExport = \"net\")]");
        outcome.Compiles();
        Assert.Contains("#define NET_INPUT_LENGTH 4 /* 1 x 4 */", Assert.Single(outcome.Generated), StringComparison.Ordinal);
    }

    [Fact]
    public void NativeExport_OfTwoOutputs_IsOneError() => OnnxProject
        .Run(
            Model(13, Node("Relu", ["x"], ["y"]), Node("Abs", ["x"], ["z"]), Input("x", 1, 4), Output("y", 1, 4), Output("z", 1, 4)),
            "[CnnModel(\"model.onnx\", NativeExport = \"net\")]")
        .Says("CNN0012", "CnnModel(\"model.onnx\", NativeExport = \"net\")", "model.onnx has x: ", "-> y: ", ", z: ");

    private static void AssertReads(GeneratorOutcome outcome, string reader, string other)
    {
        string text = Assert.Single(outcome.Generated);
        Assert.Contains(reader, text, StringComparison.Ordinal);
        Assert.DoesNotContain(other, text, StringComparison.Ordinal);
    }
}
