using CnnCompiler.Testing;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnCompiler.Generator.Tests.Diagnostics;

/// <summary>What is said about the class that a net is declared on.</summary>
public class ClassDiagnosticsTests
{
    [Fact]
    public void Class_NotPartial_IsSaid() =>
        GeneratorHarness.Run(Declared.Pool("public sealed class Pool;")).Says("CNN0001", "Pool", "'partial class Pool'");

    [Fact]
    public void ContainingType_NotPartial_IsSaidAtThatType() =>
        GeneratorHarness.Run("""
            using CnnCompiler;
            public partial class Outer
            {
                public struct Middle
                {
                    [CnnModel, Input(8, 8, 1), MaxPool(2)]
                    private sealed partial class Pool;
                }
            }
            """).Says("CNN0002", "Middle", "around the model class Pool");

    [Theory]
    [InlineData("public static partial class Pool;", "it is static")]
    [InlineData("file sealed partial class Pool;", "it is local to its file")]
    public void Class_ThatCannotBeAModel_IsSaidWithTheReason(string declaration, string reason) =>
        GeneratorHarness.Run(Declared.Pool(declaration)).Says("CNN0003", "Pool", "The class Pool cannot be a model", reason);

    [Fact]
    public void Class_NamedLikeAGeneratedMember_IsSaid() =>
        GeneratorHarness.Run(Declared.Pool("public sealed partial class Load;")).Says("CNN0003", "Load", "a member that is generated in it has the same name");

    [Fact]
    public void Class_InFileLocalType_IsSaid() =>
        GeneratorHarness.Run("""
            using CnnCompiler;
            file static partial class Outer
            {
                [CnnModel, Input(8, 8, 1), MaxPool(2)]
                internal sealed partial class Pool;
            }
            """).Says("CNN0003", "Pool", "Outer is local to its file");

    [Theory]
    [InlineData("public sealed partial class Pool;")]
    [InlineData("internal partial class Pool;")]
    [InlineData("public sealed partial class Pool : Base; public class Base { protected Base() { } }")]
    [InlineData("public abstract partial class Pool : Base { Pool() : base(3) { } } public class Base(int size) { public int Size => size; }")]
    [InlineData("public sealed partial class Pool : Base; public class Base { private static void Predict(ReadOnlySpan<float> a, Span<float> b) { } }")]
    [InlineData("sealed partial class @class;")]
    [InlineData("public abstract partial class Pool { public abstract int Size { get; } }")]
    [InlineData("public sealed partial class Pool(int size) { public int Size => size; }")]
    [InlineData("public sealed partial class Pool { public required string Title { get; set; } }")]
    [InlineData("public sealed partial record Pool;")]
    [InlineData("public partial record class Pool(int Size);")]
    [InlineData("public sealed partial class Pool<T, TValue> where T : class;")]
    [InlineData("public sealed partial class Pool { public Pool(string title) { } public static int Predict(string path) => 3; }")]
    [InlineData("public sealed partial class Pool { void Run() { } T Load<T>(Stream s) => default!; }")]
    [InlineData("partial class Outer { private sealed partial class Pool; } public partial class Outer;", true)]
    [InlineData("partial interface IOuter { sealed partial class Pool; }", true)]
    [InlineData("partial record Outer<T>(T Value) where T : class { sealed partial class Pool; }", true)]
    [InlineData("partial record struct Outer { readonly partial struct Inner { internal partial class Pool; } }", true)]
    [InlineData("static partial class Outer { ref partial struct @ref { public partial class Pool; } }", true)]
    public void Class_ThatCSharpCanExtend_Compiles(string declaration, bool nested = false)
    {
        const string Attributes = "[CnnModel, Input(8, 8, 1), MaxPool(2)] ";
        string source = nested
            ? "using CnnCompiler; namespace @namespace.Shapes;\n" + declaration.Insert(declaration.LastIndexOf('{') + 1, Attributes)
            : Declared.Pool(declaration);
        var outcome = GeneratorHarness.Run("using System; using System.IO;\n" + source);
        outcome.SaysNothing();
        Assert.Empty(outcome.CompilerErrors);
        Assert.Single(outcome.Generated);
    }

    [Theory]
    [InlineData("public static int Predict;")]
    [InlineData("public static int Info => 0;")]
    [InlineData("public class Architecture;")]
    [InlineData("public event System.Action? Load;")]
    [InlineData("class Loaded;")]
    [InlineData("int get_InputLength() => 3;")]
    [InlineData("int ScratchBytes() => 3;")]
    [InlineData("public static void Predict(System.ReadOnlySpan<float> @in, System.Span<float> @out) { }")]
    [InlineData("public static void PredictBatch(System.ReadOnlySpan<float> @in, System.Span<float> @out, int count) { }")]
    [InlineData("public static void Run(System.ReadOnlySpan<CnnCompiler.Inference.Tensor> a, System.ReadOnlySpan<CnnCompiler.Inference.Tensor> b) { }")]
    [InlineData("public static int Load(System.IO.Stream stream) => 3;")]
    [InlineData("void Predict(System.ReadOnlySpan<byte> a, int b, System.Span<float> c, CnnCompiler.Inference.Workspace d) { }")]
    public void Member_WithAGeneratedName_IsSaid(string member) =>
        GeneratorHarness.Run(Declared.Pool($"public sealed partial class Pool {{ {member} }}")).Says("CNN0009", "Pool", "rename yours");

    [Fact]
    public void Member_OfABaseClass_WithAGeneratedName_IsSaid() =>
        GeneratorHarness.Run(Declared.Pool("public sealed partial class Pool : Base; public class Base { public int Info => 3; }"))
            .Says("CNN0009", "Pool", "Info is a name");

    [Fact]
    public void TypeParameter_WithAGeneratedName_IsSaid() =>
        GeneratorHarness.Run(Declared.Pool("public sealed partial class Pool<Loaded>;")).Says("CNN0009", "Pool", "Loaded is a name");

    [Theory]
    [InlineData("")]
    [InlineData("7digits")]
    [InlineData("_digits")]
    [InlineData("dig its")]
    [InlineData("digits*/")]
    [InlineData("zählen")]
    public void NativeExport_ThatIsNoCIdentifier_IsSaid(string name) =>
        GeneratorHarness.Run(Declared.Pool(attributes: $"[CnnModel(NativeExport = \"{name}\"), Input(8, 8, 1), MaxPool(2)]"))
            .Says("CNN0011", $"CnnModel(NativeExport = \"{name}\")", name);

    [Fact]
    public void Layers_OnTwoParts_AreSaidAtTheOtherPart()
    {
        var project = new GeneratorHarness(Declared.Pool());
        project.SetSource("Other.cs", "namespace Shapes; [CnnCompiler.Flatten] partial class Pool;");
        project.Run().Says("CNN0004", "CnnCompiler.Flatten", "another part of the class Pool");
    }

    [Fact]
    public void Input_OnAnotherPart_IsSaidOnce()
    {
        var project = new GeneratorHarness(Declared.Pool(attributes: "[CnnModel, Flatten]"));
        project.SetSource("Other.cs", "namespace Shapes; [CnnCompiler.Input(8)] partial class Pool;");
        project.Run().Says("CNN0004", "CnnCompiler.Input(8)", "another part of the class Pool");
    }

    [Fact]
    public void Input_Missing_IsSaidAtTheModel() =>
        GeneratorHarness.Run(Declared.Pool(attributes: "[CnnModel, Flatten]")).Says("CNN0005", "CnnModel", "[Input(height, width, channels)]");

    [Fact]
    public void Layers_Missing_AreSaidAtTheModel() =>
        GeneratorHarness.Run(Declared.Pool(attributes: "[CnnModel, Input(8)]")).Says("CNN0006", "CnnModel", "for example [Flatten, Dense(10), Softmax]");

    [Fact]
    public void Input_WithoutModel_IsWarnedOf() =>
        GeneratorHarness.Run(Declared.Pool(attributes: "[Input(8), Flatten]")).Says("CNN0010", "Input(8)", "[CnnModel(\"Pool.safetensors\")]");

    [Theory]
    [InlineData(LanguageVersion.CSharp12, "12.0")]
    [InlineData(LanguageVersion.CSharp10, "10.0")]
    public void Language_TooOld_IsSaid(LanguageVersion language, string name)
    {
        var project = new GeneratorHarness(language);
        project.SetSource("Model.cs", Declared.Pool("public sealed partial class Pool { }"));
        project.Run().Says("CNN0201", "Pool", "needs C# 13", $"compiles C# {name}");
    }

    [Fact]
    public void SeveralProblems_AreAllSaid()
    {
        var outcome = GeneratorHarness.Run(Declared.Pool("public static class Pool;", "[CnnModel, Input(0)]"));
        Assert.Equal(["CNN0001", "CNN0003", "CNN0006"], outcome.Diagnostics.Select(diagnostic => diagnostic.Id).Order());
        Assert.Empty(outcome.Generated);
    }

    [Theory]
    [InlineData("[CnnModel, Input(8), Flaten]")]
    [InlineData("[CnnModel, Input(8), Dense]")]
    [InlineData("[CnnModel, Input(8), Dense(\"ten\")]")]
    [InlineData("[CnnModel, Input(8), Dense(Units)]")]
    [InlineData("[CnnModel, Input(8, Mean = 1), Flatten]")]
    [InlineData("[CnnModel(1), Input(8), Flatten]")]
    public void ErrorsOfTheCSharpCompiler_AreLeftToIt(string attributes)
    {
        var outcome = GeneratorHarness.Run(Declared.Pool(attributes: attributes));
        outcome.SaysNothing();
        Assert.NotEmpty(outcome.CompilerErrors);
        Assert.Empty(outcome.Generated);
    }

    [Fact]
    public void Model_Twice_IsLeftToTheCSharpCompiler()
    {
        var project = new GeneratorHarness(Declared.Pool());
        project.SetSource("Other.cs", "namespace Shapes; [CnnCompiler.CnnModel] partial class Pool;");
        var outcome = project.Run();
        outcome.SaysNothing();
        Assert.Contains(outcome.CompilerErrors, error => error.Id == "CS0579");
    }
}
