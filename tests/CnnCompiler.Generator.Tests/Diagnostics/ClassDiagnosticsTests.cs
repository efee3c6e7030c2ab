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
    [InlineData("public sealed partial record Pool;", "it is a record")]
    [InlineData("public static partial class Pool;", "it is static")]
    [InlineData("public abstract partial class Pool;", "it is abstract")]
    [InlineData("file sealed partial class Pool;", "it is local to its file")]
    [InlineData("public sealed partial class Pool<T>;", "it has type parameters")]
    [InlineData("public sealed partial class Pool(int size) { public int Size => size; }", "it has a primary constructor")]
    [InlineData("public sealed partial class Pool : Base; public class Base { public Base(int size) { } }", "its base class Base")]
    [InlineData("public sealed partial class Pool : Base; public class Base { private Base() { } }", "its base class Base")]
    [InlineData("public sealed partial class Pool { public required string Title { get; set; } }", "its member Title is required")]
    public void Class_ThatCannotBeAModel_IsSaidWithTheReason(string declaration, string reason) =>
        GeneratorHarness.Run(Declared.Pool(declaration)).Says("CNN0003", "Pool", "The class Pool cannot be a model", reason);

    [Fact]
    public void Class_NamedLikeAGeneratedMember_IsSaid() =>
        GeneratorHarness.Run(Declared.Pool("public sealed partial class Load;")).Says("CNN0003", "Load", "a member which is generated in it");

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
    [InlineData("sealed partial class @class;")]
    [InlineData("public sealed partial class Pool { public Pool(string title) { } public static void Predict(string path) { } }")]
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
        var outcome = GeneratorHarness.Run(source);
        outcome.SaysNothing();
        Assert.Empty(outcome.CompilerErrors);
    }

    [Theory]
    [InlineData("public static int Predict;")]
    [InlineData("public static int Info => 0;")]
    [InlineData("public class Architecture;")]
    [InlineData("public event System.Action? Load;")]
    public void Member_WithAGeneratedName_IsSaid(string member) =>
        GeneratorHarness.Run(Declared.Pool($"public sealed partial class Pool {{ {member} }}")).Says("CNN0009", "Pool", "rename yours");

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
