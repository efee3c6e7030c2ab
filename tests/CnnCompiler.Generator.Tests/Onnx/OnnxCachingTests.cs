using CnnCompiler.Testing;
using Microsoft.CodeAnalysis;
using static CnnCompiler.Generator.Tests.Onnx.OnnxBytes;
using Steps = CnnCompiler.Generator.CnnGenerator.Steps;

namespace CnnCompiler.Generator.Tests.Onnx;

/// <summary>What the generator does again for a class that is an ONNX model, by the reasons that its steps give.</summary>
public class OnnxCachingTests
{
    [Fact]
    public void AddedComment_DoesNotRegenerate() => AssertReason(
        project => project.SetSource("Model.cs", OnnxProject.Class() + "\n// a comment"), IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged);

    [Fact]
    public void SameFileAgain_DoesNotRegenerate() => AssertReason(
        project => project.SetFiles(OnnxProject.File(Bytes(1))), IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged);

    [Fact]
    public void ChangedFile_Regenerates() => AssertReason(project => project.SetFiles(OnnxProject.File(Bytes(2))), IncrementalStepRunReason.Modified);

    [Fact]
    public void PinnedDimension_Regenerates() => AssertReason(
        project => project.SetSource("Model.cs", OnnxProject.Class(OnnxProject.Model + "[Dimension(\"batch\", 3)]")), IncrementalStepRunReason.Modified);

    [Fact]
    public void ChangedImage_Regenerates() => AssertReason(
        project => project.SetSource("Model.cs", OnnxProject.Class(OnnxProject.Model + "[Image(Scale = 2)]")), IncrementalStepRunReason.Modified);

    [Fact]
    public void FileThatArrives_EndsTheWarning()
    {
        var project = new GeneratorHarness(OnnxProject.Class());
        Assert.Equal("CNN0301", Assert.Single(project.Run().Diagnostics).Id);
        project.SetFiles(OnnxProject.File(Bytes(1)));
        project.Run().Compiles();
    }

    private static void AssertReason(Action<GeneratorHarness> change, params IncrementalStepRunReason[] expected)
    {
        var project = new GeneratorHarness(OnnxProject.Class(), OnnxProject.File(Bytes(1)));
        project.Run().Compiles();
        change(project);
        var outcome = project.Run();
        outcome.Compiles();
        Assert.Contains(Assert.Single(outcome.Reasons(Steps.Sources)), expected);
    }

    private static byte[] Bytes(float summand) => Model(
        13, Node("Add", ["x", "w"], ["y"]), Floats("w", [1, 1, 1], summand), Input("x", "batch", 1, 2, 2), Output("y", "batch", 1, 2, 2));
}
