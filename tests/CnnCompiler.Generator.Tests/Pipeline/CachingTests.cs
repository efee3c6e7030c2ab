using CnnCompiler.Testing;
using Microsoft.CodeAnalysis;
using Steps = CnnCompiler.Generator.CnnGenerator.Steps;

namespace CnnCompiler.Generator.Tests.Pipeline;

/// <summary>What the generator does again after a change, by the reasons that its steps give.</summary>
public class CachingTests
{
    private static readonly string[] All =
    [
        Steps.Declarations, Steps.WeightItems, Steps.WeightFiles, Steps.Models, Steps.CheckedModels, Steps.Files, Steps.Sources, Steps.Diagnostics,
    ];

    [Fact]
    public void FirstRun_TakesEveryStep()
    {
        var outcome = new GeneratorHarness(Declared.Digits, Declared.DigitsFile()).Run();
        foreach (string step in All)
            Assert.Equal(IncrementalStepRunReason.New, Assert.Single(outcome.Reasons(step)));
    }

    [Fact]
    public void NothingChanged_DoesNotRegenerate() => AssertIdle(_ => { }, All);

    [Fact]
    public void AddedComment_DoesNotRegenerate() =>
        AssertIdle(project => project.SetSource("Model.cs", Declared.Digits + "\n// a comment"), All);

    [Fact]
    public void UnrelatedFile_DoesNotRegenerate() => AssertIdle(project => project.SetSource("Other.cs", "class Other;"), All);

    [Fact]
    public void MemberAddedToTheClass_DoesNotRegenerate() =>
        AssertIdle(project => project.SetSource("Other.cs", "namespace Shapes; partial class Digits { public int Size => 28; }"), All);

    [Fact]
    public void MovedAttributes_AreReportedAgainButNotRegenerated()
    {
        var project = new GeneratorHarness(Declared.Digits);
        int before = Assert.Single(project.Run().Diagnostics).Location.GetLineSpan().StartLinePosition.Line;
        project.SetSource("Model.cs", "// a comment\n" + Declared.Digits);
        var after = project.Run();
        Assert.Equal(before + 1, Assert.Single(after.Diagnostics).Location.GetLineSpan().StartLinePosition.Line);
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(after.Reasons(Steps.Diagnostics)));
        Assert.Equal(IncrementalStepRunReason.Unchanged, Assert.Single(after.Reasons(Steps.CheckedModels)));
        AssertIdle(after, Steps.Files, Steps.Sources);
    }

    [Fact]
    public void ChangedLayer_Regenerates() => AssertModified(
        project => project.SetSource("Model.cs", Declared.Digits.Replace("MaxPool(2)", "AveragePool(2)")),
        Steps.Declarations, Steps.CheckedModels, Steps.Files, Steps.Sources);

    [Fact]
    public void RenamedClass_Regenerates() => AssertModified(
        project => project.SetSource("Model.cs", Declared.Digits.Replace("class Digits", "class Numbers")),
        Steps.Declarations, Steps.CheckedModels, Steps.Files, Steps.Sources);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ChangedWeights_Regenerate(bool hashed) => AssertModified(
        project => project.SetFiles(WithHash(Declared.DigitsFile(bias: 0.5f), hashed)),
        Steps.WeightItems, Steps.WeightFiles, Steps.CheckedModels, Steps.Files, Steps.Sources);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void UnchangedWeights_AreNotReadAgain(bool hashed)
    {
        var project = new GeneratorHarness(Declared.Digits, WithHash(Declared.DigitsFile(), hashed));
        project.Run();
        project.SetFiles(WithHash(Declared.DigitsFile(), hashed));
        AssertIdle(project.Run(), All);
    }

    [Fact]
    public void ChangedWeightsOfAnotherModel_DoNotRegenerate()
    {
        string other = Declared.Digits.Replace("Digits", "Numbers").Replace("digits.", "numbers.");
        var project = new GeneratorHarness(Declared.Digits, Declared.DigitsFile(), Declared.DigitsFile(name: "numbers.safetensors"));
        project.SetSource("Other.cs", other);
        project.Run();
        project.SetFiles(Declared.DigitsFile(), Declared.DigitsFile(bias: 0.5f, name: "numbers.safetensors"));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], project.Run().Reasons(Steps.CheckedModels));
    }

    [Fact]
    public void WeightsThatArrive_EndTheWarning()
    {
        var project = new GeneratorHarness(Declared.Digits);
        Assert.Equal("CNN0101", Assert.Single(project.Run().Diagnostics).Id);
        project.SetFiles(Declared.DigitsFile());
        project.Run().SaysNothing();
        project.SetFiles();
        Assert.Equal("CNN0101", Assert.Single(project.Run().Diagnostics).Id);
    }

    [Fact]
    public void Values_HoldNoSymbolsAndNoSyntax()
    {
        var outcome = new GeneratorHarness(Declared.Digits, Declared.DigitsFile()).Run();
        foreach (object value in All.SelectMany(outcome.Values))
            PlainData.Check(value);
    }

    private static InMemoryModelFile WithHash(InMemoryModelFile file, bool hashed) =>
        hashed ? file : new InMemoryModelFile(file.Name, file.Bytes) { Hash = null };

    private static void AssertIdle(Action<GeneratorHarness> change, string[] steps)
    {
        var project = new GeneratorHarness(Declared.Digits, Declared.DigitsFile());
        project.Run();
        change(project);
        AssertIdle(project.Run(), steps);
    }

    private static void AssertIdle(GeneratorOutcome outcome, params string[] steps)
    {
        foreach (string step in steps)
            Assert.True(Assert.Single(outcome.Reasons(step)) is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step} was made anew");
    }

    private static void AssertModified(Action<GeneratorHarness> change, params string[] steps)
    {
        var project = new GeneratorHarness(Declared.Digits, Declared.DigitsFile());
        project.Run();
        change(project);
        var outcome = project.Run();
        foreach (string step in steps)
            Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(outcome.Reasons(step)));
    }
}
