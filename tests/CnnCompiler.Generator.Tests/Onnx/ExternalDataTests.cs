using CnnCompiler.Generator.Diagnostics;
using CnnCompiler.Testing;
using Microsoft.CodeAnalysis;
using static CnnCompiler.Generator.Tests.Onnx.OnnxBytes;

namespace CnnCompiler.Generator.Tests.Onnx;

/// <summary>Models that keep values in a file beside them.</summary>
public sealed class ExternalDataTests
{
    private const string File = "values.bin";
    private static readonly byte[] Values = [.. new byte[8], .. Ramp(12).SelectMany(BitConverter.GetBytes)];

    [Fact]
    public void FileThatIsListed_IsReadAtItsOffset()
    {
        var outcome = Run(Place(("location", File), ("offset", "8"), ("length", "48")), Listed());
        Assert.Empty(outcome.Diagnostics);
        Assert.Contains($".AddResource(\"{File}\", typeof(ModelNet).Assembly, \"CnnModel/{File}\")", outcome.Generated.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void FileBelowTheModelsFolder_IsFoundByItsPath()
    {
        var outcome = Run(Place(("location", "./weights\\part.bin"), ("offset", "8")), new InMemoryModelFile("nets/weights/part.bin", Values), "nets/model.onnx");
        Assert.Empty(outcome.Diagnostics);
        Assert.Contains("AddResource(\"weights/part.bin\", typeof(ModelNet).Assembly, \"CnnModel/nets/weights/part.bin\")", outcome.Generated.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void FileThatIsNotListed_IsOneErrorThatNamesIt()
    {
        string message = Refusal(Place(("location", File)), null);
        Assert.Contains($"\"{File}\", which the project does not list", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../values.bin")]
    [InlineData("a/../../values.bin")]
    [InlineData("/values.bin")]
    [InlineData("\\values.bin")]
    [InlineData("C:\\values.bin")]
    [InlineData("a//b")]
    [InlineData(". ./values.bin")]
    [InlineData("")]
    public void PathThatLeavesTheFolder_IsRefused(string location) =>
        Assert.Contains("expected its values in a file of the model's folder", Refusal(Place(("location", location)), Listed()), StringComparison.Ordinal);

    [Fact]
    public void NoPath_IsRefused() => Assert.Contains("expected its values in a file", Refusal(Place(("offset", "8")), Listed()), StringComparison.Ordinal);

    [Theory]
    [InlineData("offset", "12", "expected 48 bytes from byte 12 of \"values.bin\" on; found a file of 56 bytes")]
    [InlineData("offset", "9223372036854775807", "found a file of 56 bytes")]
    [InlineData("offset", "9223372036854775808", "expected a number of bytes as offset")]
    [InlineData("offset", "-8", "expected a number of bytes as offset")]
    [InlineData("offset", "8 ", "expected a number of bytes as offset")]
    [InlineData("length", "44", "expected 48 bytes for its type and shape; found the length 44")]
    [InlineData("length", "", "expected a number of bytes as length")]
    public void NumbersThatLie_AreRefused(string key, string value, string expected) =>
        Assert.Contains(expected, Refusal(Place(("location", File), (key, value)), Listed()), StringComparison.Ordinal);

    [Fact]
    public void ChangedValues_AreLookedAtAgain()
    {
        byte[] model = Model(Place(("location", File), ("offset", "8")));
        var harness = new GeneratorHarness(Source("model.onnx"), new InMemoryModelFile("model.onnx", model), Listed());
        Assert.Empty(harness.Run().Diagnostics);
        harness.SetFiles(new InMemoryModelFile("model.onnx", model), new InMemoryModelFile(File, Values[..20]));
        Assert.Equal(Descriptors.UnreadableModel.Id, Assert.Single(harness.Run().Diagnostics).Id);
    }

    private static InMemoryModelFile Listed() => new(File, Values);

    private static byte[][] Place(params (string Key, string Value)[] pairs) => [.. pairs.Select(pair => Bytes(13, Text(1, pair.Key), Text(2, pair.Value)))];

    private static byte[] Model(byte[][] place) => OnnxBytes.Model(
        13,
        Input("x", 1, 4), Output("y", 1, 3),
        Bytes(5, [Number(1, 4), Number(1, 3), Number(2, Float), Text(8, "w"), Number(14, 1), .. place]),
        Node("MatMul", ["x", "w"], ["y"]));

    private static string Source(string file) => $"using CnnCompiler;\n[CnnModel(\"{file}\")] public sealed partial class Model;";

    private static GeneratorOutcome Run(byte[][] place, InMemoryModelFile? values, string file = "model.onnx") =>
        GeneratorHarness.Run(Source(file), [new InMemoryModelFile(file, Model(place)), .. values is null ? [] : new[] { values }]);

    private static string Refusal(byte[][] place, InMemoryModelFile? values)
    {
        var diagnostic = Assert.Single(Run(place, values).Diagnostics);
        Assert.Equal((Descriptors.UnreadableModel.Id, DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        return diagnostic.GetMessage();
    }
}
